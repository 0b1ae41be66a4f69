// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// Where in the driver's text an instruction comes from.
///
/// @param file index into [Program#files]
/// @param line 1-based; 0 when there is no such line
public record Position(int file, int line) {

  public static final Position NONE = new Position(0, 0);
}
