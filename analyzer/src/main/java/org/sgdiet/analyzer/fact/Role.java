// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Locale;

/// Which side of a list or buffer one use of it touches.
public enum Role {
  /// The CPU side: page, offset and length, or a virtual or physical address.
  INPUT,
  /// The DMA side: `dma_address` and `dma_length`, or a DMA handle.
  OUTPUT,
  /// Both sides of the same structure, the double life this tool is about.
  BOTH;

  /// The word used in reports.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of two uses together.
  public Role and(Role other) {
    return this == other ? this : BOTH;
  }
}
