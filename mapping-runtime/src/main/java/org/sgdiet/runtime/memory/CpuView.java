// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Memory as the CPU sees it: through a cache that the device does not snoop, unless it is
/// coherent.
///
/// A line enters the cache when the CPU touches it and leaves it by cache maintenance alone; a real
/// cache may also evict on its own, which is why a dirty line in the device's window is a fault
/// even when nothing was lost yet. Maintenance follows arm64 (arch/arm64/mm/dma-mapping.c and
/// cache.S, 7.3): clean for the device, invalidate for the CPU, and a line that is only partly in
/// the range is cleaned before it is invalidated.
public final class CpuView {
  private static final class Line {
    private final byte[] data;
    private boolean dirty;

    Line(int size) {
      data = new byte[size];
    }
  }

  /// Bytes that a whole dirty line held when it was invalidated: a CPU write that nobody will see.
  public record LostWrite(long phys, int length) {}

  private final PhysicalMemory memory;
  private final boolean coherent;
  private final int lineSize;

  /// Those that are in the cache, by their addresses: maintenance of a buffer costs as much as of
  /// it is cached.
  private final NavigableMap<Long, Line> lines = new TreeMap<>(Long::compareUnsigned);

  private final List<LostWrite> lost = new ArrayList<>();
  private final List<MemoryRange> uncached = new ArrayList<>();

  /// A view with cache lines of `lineSize` bytes, a power of two; without any when `coherent`.
  public CpuView(PhysicalMemory memory, boolean coherent, int lineSize) {
    this.memory = memory;
    this.coherent = coherent;
    this.lineSize = lineSize;
  }

  /// Copies `[phys, phys + length)` as the CPU sees it into `into` at `at`.
  public void read(long phys, byte[] into, int at, int length) {
    if (coherent || isUncached(phys)) {
      memory.read(phys, into, at, length);
      return;
    }
    eachLine(
        phys,
        length,
        (line, offset, done, part) -> System.arraycopy(line.data, offset, into, at + done, part));
  }

  /// Copies what the CPU would see without its looking: no line enters the cache.
  public void peek(long phys, byte[] into, int length) {
    memory.read(phys, into, 0, length);
    if (lines.isEmpty() || isUncached(phys)) {
      return;
    }
    for (int done = 0; done < length; ) {
      long at = phys + done;
      int offset = (int) (at & (lineSize - 1));
      int part = Math.min(lineSize - offset, length - done);
      Line line = lines.get(lineOf(at));
      if (line != null) {
        System.arraycopy(line.data, offset, into, done, part);
      }
      done += part;
    }
  }

  /// Stores `length` bytes of `from` at `phys`; without coherence they stay in the cache.
  public void write(long phys, byte[] from, int at, int length) {
    if (coherent || isUncached(phys)) {
      memory.write(phys, from, at, length);
      return;
    }
    eachLine(
        phys,
        length,
        (line, offset, done, part) -> {
          System.arraycopy(from, at + done, line.data, offset, part);
          line.dirty = true;
        });
  }

  /// From now on the CPU reaches these bytes past the cache, as it does coherent memory.
  public void uncached(long phys, long length) {
    uncached.add(new MemoryRange(phys, length, MemoryKind.RAM));
  }

  private boolean isUncached(long phys) {
    return uncached.stream().anyMatch(r -> r.contains(phys));
  }

  /// Copies `length` bytes from `from` to `to`, as `memcpy()` on the CPU does.
  public void copy(long from, long to, long length) {
    byte[] buffer = new byte[(int) Math.min(length, 1 << 16)];
    for (long done = 0; done < length; ) {
      int part = (int) Math.min(buffer.length, length - done);
      read(from + done, buffer, 0, part);
      write(to + done, buffer, 0, part);
      done += part;
    }
  }

  /// Writes `length` zero bytes at `phys`.
  public void zero(long phys, long length) {
    if (length > 0) {
      write(phys, new byte[(int) length], 0, (int) length);
    }
  }

  /// Writes dirty lines of `[phys, phys + length)` back (`dcache_clean_poc`).
  public void clean(long phys, long length) {
    within(phys, length)
        .forEach((at, line) -> {
          if (line.dirty) {
            memory.write(at, line.data, 0, lineSize);
            line.dirty = false;
          }
        });
  }

  /// Drops the lines of `[phys, phys + length)` (`dcache_inval_poc`).
  public void invalidate(long phys, long length) {
    NavigableMap<Long, Line> dropped = within(phys, length);
    dropped.forEach((at, line) -> {
      boolean whole = at >= phys && at + lineSize <= phys + length;
      if (line.dirty && whole) {
        lost.add(new LostWrite(at, lineSize));
      } else if (line.dirty) {
        memory.write(at, line.data, 0, lineSize);
      }
    });
    dropped.clear();
  }

  /// The lines in the cache that hold bytes of `[phys, phys + length)`.
  private NavigableMap<Long, Line> within(long phys, long length) {
    long first = lineOf(phys);
    long end = phys + length;
    return length > 0 && Long.compareUnsigned(first, end) < 0
        ? lines.subMap(first, true, end, false)
        : new TreeMap<>();
  }

  /// Whether an invalidation threw a CPU write away since the last [#takeLostWrites].
  public boolean hasLostWrites() {
    return !lost.isEmpty();
  }

  /// The CPU writes that invalidations threw away, oldest first; the record starts anew.
  public List<LostWrite> takeLostWrites() {
    List<LostWrite> taken = List.copyOf(lost);
    lost.clear();
    return taken;
  }

  /// Forgets all lines and losses.
  public void clear() {
    lines.clear();
    lost.clear();
  }

  private interface LineUse {
    void at(Line line, int offset, int done, int part);
  }

  private void eachLine(long phys, int length, LineUse use) {
    for (int done = 0; done < length; ) {
      long at = phys + done;
      int offset = (int) (at & (lineSize - 1));
      int part = Math.min(lineSize - offset, length - done);
      use.at(lines.computeIfAbsent(lineOf(at), this::fetch), offset, done, part);
      done += part;
    }
  }

  private Line fetch(long at) {
    Line line = new Line(lineSize);
    memory.read(at, line.data, 0, lineSize);
    return line;
  }

  private long lineOf(long phys) {
    return phys & -lineSize;
  }
}
