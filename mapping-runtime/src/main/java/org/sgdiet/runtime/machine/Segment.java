// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

/// One out side of a mapping: what the device may access.
///
/// @param address bus address of the first byte
/// @param bytes length
public record Segment(long address, long bytes) {

  boolean holds(long bus) {
    return Long.compareUnsigned(bus - address, bytes) < 0;
  }
}
