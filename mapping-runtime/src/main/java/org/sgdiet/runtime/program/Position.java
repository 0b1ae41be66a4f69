// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import org.jspecify.annotations.Nullable;

/// Where in the driver's text an instruction comes from.
///
/// @param file index into [Program#files]
/// @param line 1-based; 0 when there is no such line
public record Position(int file, int line) {

  public static final Position NONE = new Position(0, 0);

  // Asked at every step of a run, and what a record has for it is slow before it is compiled well.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Position p && p.file == file && p.line == line;
  }

  @Override
  public int hashCode() {
    return 31 * file + line;
  }
}
