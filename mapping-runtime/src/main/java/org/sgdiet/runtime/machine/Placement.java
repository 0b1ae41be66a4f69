// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.Comparator;
import org.sgdiet.runtime.memory.MemoryKind;
import org.sgdiet.runtime.memory.MemoryRange;

/// Where in a profile's physical memory the machine puts things. Half-open ranges of physical
/// addresses.
final class Placement {

  private static final long MIB = 1L << 20;
  private static final long GAP = 0x1_1000L;

  private final MemoryRange low;
  private final MemoryRange high;
  private final Context context;
  private long nextLow;
  private long nextHigh;

  Placement(Context context) {
    this.context = context;
    this.low = low(context);
    this.high =
        context.api.profile().memory().stream()
            .filter(r -> r.start() >= 1L << 32 && r.kind().isMemory())
            .max(Comparator.comparingLong(MemoryRange::length))
            .orElse(low);
    this.nextLow = low.start() + 576 * MIB;
    this.nextHigh = high.equals(low) ? nextLow : high.start() + 64 * MIB;
  }

  /// The greatest range of RAM below 4 GiB.
  static MemoryRange low(Context context) {
    return context.api.profile().memory().stream()
        .filter(r -> r.end() <= 1L << 32 && r.kind() == MemoryKind.RAM)
        .max(Comparator.comparingLong(MemoryRange::length))
        .orElseThrow();
  }

  /// The range that profiles keep for stacks.
  static MemoryRange stack(Context context) {
    return context.api.profile().memory().stream()
        .filter(r -> r.kind() == MemoryKind.STACK)
        .findFirst()
        .orElseThrow();
  }

  /// A physical address with room for `bytes`, `offset` bytes into a page; never adjacent to
  /// another one.
  long place(InputShape.Place where, long offset, long bytes) {
    boolean inHigh = where == InputShape.Place.HIGH && !high.equals(low);
    MemoryRange range = inHigh ? high : low;
    long base = inHigh ? nextHigh : nextLow;
    long at = base + offset;
    long next = (at + bytes + GAP + 0xffff) & -0x1_0000L;
    if (next > range.end()) {
      throw context.notExecutable("the input does not fit into the memory of the profile");
    }
    if (inHigh) {
      nextHigh = next;
    } else {
      nextLow = next;
    }
    return at;
  }
}
