// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

/// A vocabulary that rewrites are written in.
public enum Dialect {
  /// What the tree at hand has today.
  UPSTREAM,
  /// `struct phyr` in, `struct dma_vec` out, `dma_batch` between, with the API patch that adds
  /// them.
  PHYR;

  /// The word for it on the command line.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
