// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

/// The two limits of a device that a bus vector keeps.
final class Limits {
  private Limits() {}

  /// How many of `length` bytes at bus address `bus` one vector may hold: at most `maxLength`, and
  /// not across the boundary (an inclusive mask).
  static long fit(long bus, long length, long maxLength, long boundary) {
    long toBoundary = boundary - (bus & boundary);
    long room = toBoundary == -1L || toBoundary == Long.MAX_VALUE ? length : toBoundary + 1;
    long fit = Math.min(length, Math.max(1, maxLength));
    return room > 0 && Long.compareUnsigned(room, fit) < 0 ? room : fit;
  }
}
