// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

/// The byte order an integer type promises: `u32` is the CPU's, `__le32` and `__be32` are fixed.
public enum Endian {
  NATIVE,
  LITTLE,
  BIG
}
