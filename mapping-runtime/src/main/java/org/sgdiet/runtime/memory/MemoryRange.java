// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// A half-open range `[start, start + length)` of physical addresses, in bytes, of one kind.
public record MemoryRange(long start, long length, MemoryKind kind) {
  public MemoryRange {
    if (length <= 0 || Long.compareUnsigned(start + length, start) <= 0) {
      throw new IllegalArgumentException(
          "memory range 0x%x+0x%x is empty or wraps".formatted(start, length));
    }
  }

  /// First address behind the range.
  public long end() {
    return start + length;
  }

  /// Whether `phys` lies in the range.
  public boolean contains(long phys) {
    return Long.compareUnsigned(phys - start, length) < 0;
  }
}
