// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// The byte order that sparse knows of an integer: `CPU` for a plain integer, `LITTLE` for `__le32`
/// and `BIG` for `__be32`. A tagged value may be stored, copied and compared, not calculated with.
public enum Endian {
  CPU,
  LITTLE,
  BIG
}
