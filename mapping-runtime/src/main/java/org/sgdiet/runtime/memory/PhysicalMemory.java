// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sparse physical memory: ranges say what exists, pages are made when first written.
///
/// Bytes that were never written read as zero, or as the contents that were laid there: those are
/// worked out a page at a time, when one is looked at. Space is in proportion to such pages.
public final class PhysicalMemory {
  private static final int SHIFT = 12;
  private static final int PAGE = 1 << SHIFT;

  private final TreeMap<Long, MemoryRange> ranges = new TreeMap<>(Long::compareUnsigned);
  private final Map<Long, byte[]> pages = new HashMap<>();
  private final TreeMap<Long, Laid> laid = new TreeMap<>(Long::compareUnsigned);

  /// Bytes that repeat a cycle.
  ///
  /// @param cycle not empty, and not written to any more
  /// @param start index into the cycle of the byte that comes first
  public record Contents(byte[] cycle, int start) {

    /// One byte over and over.
    public static Contents of(byte value) {
      return new Contents(new byte[] {value}, 0);
    }

    /// Writes the bytes from `index` on, counted from the first.
    void into(byte[] page, int at, long index, int length) {
      int from = (int) ((start + index) % cycle.length);
      if (cycle.length == 1) {
        Arrays.fill(page, at, at + length, cycle[0]);
        return;
      }
      for (int done = 0; done < length; ) {
        int part = Math.min(length - done, cycle.length - from);
        System.arraycopy(cycle, from, page, at + done, part);
        done += part;
        from = 0;
      }
    }
  }

  private record Laid(long phys, long length, Contents contents) {

    long end() {
      return phys + length;
    }

    /// The number of the first page.
    long first() {
      return phys >>> SHIFT;
    }

    /// The number of the last page.
    long last() {
      return (end() - 1) >>> SHIFT;
    }

    /// Writes the bytes that lie in a page.
    void into(byte[] page, long base) {
      long from = Math.max(phys, base);
      long to = Math.min(end(), base + PAGE);
      contents.into(page, (int) (from - base), from - phys, (int) (to - from));
    }
  }

  public PhysicalMemory(List<MemoryRange> ranges) {
    ranges.forEach(this::add);
  }

  /// Adds a range; overlapping an earlier one is the caller's bug.
  public void add(MemoryRange range) {
    Map.Entry<Long, MemoryRange> below = ranges.lowerEntry(range.end());
    if (below != null && Long.compareUnsigned(below.getValue().end(), range.start()) > 0) {
      throw new IllegalArgumentException("range %s overlaps %s".formatted(range, below.getValue()));
    }
    ranges.put(range.start(), range);
  }

  /// Gives a part of an existing range another kind, as a stack or kernel text takes part of RAM.
  public void mark(MemoryRange part) {
    MemoryRange whole =
        rangeAt(part.start())
            .filter(r -> Long.compareUnsigned(part.end(), r.end()) <= 0)
            .orElseThrow(() -> new IllegalArgumentException(part + " is not inside one range"));
    ranges.remove(whole.start());
    if (whole.start() != part.start()) {
      add(new MemoryRange(whole.start(), part.start() - whole.start(), whole.kind()));
    }
    add(part);
    if (whole.end() != part.end()) {
      add(new MemoryRange(part.end(), whole.end() - part.end(), whole.kind()));
    }
  }

  /// The range that holds `phys`, if anything is there.
  public Optional<MemoryRange> rangeAt(long phys) {
    Map.Entry<Long, MemoryRange> entry = ranges.floorEntry(phys);
    return entry != null && entry.getValue().contains(phys)
        ? Optional.of(entry.getValue())
        : Optional.empty();
  }

  /// Whether every byte of `[phys, phys + length)` exists.
  public boolean exists(long phys, long length) {
    long at = phys;
    long end = phys + length;
    if (length > 0 && Long.compareUnsigned(end - 1, phys) < 0) {
      return false;
    }
    while (Long.compareUnsigned(at, end) < 0) {
      Optional<MemoryRange> range = rangeAt(at);
      if (range.isEmpty()) {
        return false;
      }
      at = range.get().end();
    }
    return true;
  }

  /// The address behind the highest byte of memory (`max_pfn << PAGE_SHIFT`).
  public long endOfMemory() {
    long end = 0;
    for (MemoryRange range : ranges.values()) {
      if (range.kind().isMemory()) {
        end = range.end();
      }
    }
    return end;
  }

  /// Copies `[phys, phys + length)` into `into` at `at`.
  public void read(long phys, byte[] into, int at, int length) {
    int done = 0;
    while (done < length) {
      int offset = (int) (phys + done) & (PAGE - 1);
      int part = Math.min(PAGE - offset, length - done);
      long pfn = (phys + done) >>> SHIFT;
      byte[] page = pages.get(pfn);
      if (page == null && !laidIn(pfn).isEmpty()) {
        page = page(pfn);
      }
      if (page == null) {
        Arrays.fill(into, at + done, at + done + part, (byte) 0);
      } else {
        System.arraycopy(page, offset, into, at + done, part);
      }
      done += part;
    }
  }

  /// Stores `length` bytes of `from`, beginning at `at`, to `phys`.
  public void write(long phys, byte[] from, int at, int length) {
    int done = 0;
    while (done < length) {
      int offset = (int) (phys + done) & (PAGE - 1);
      int part = Math.min(PAGE - offset, length - done);
      System.arraycopy(from, at + done, page((phys + done) >>> SHIFT), offset, part);
      done += part;
    }
  }

  /// Stores `contents` to `[phys, phys + length)`.
  public void lay(long phys, long length, Contents contents) {
    if (length <= 0) {
      return;
    }
    Laid anew = new Laid(phys, length, contents);
    Optional<Laid> older = lastBefore(anew.end()).filter(l -> isAbove(l.end(), phys));
    while (older.isPresent()) { // its bytes stay where the new ones are not
      for (long pfn = older.get().first(); pfn <= older.get().last(); pfn++) {
        page(pfn);
      }
      laid.remove(older.get().phys());
      older = lastBefore(anew.end()).filter(l -> isAbove(l.end(), phys));
    }
    for (long pfn = anew.first(); pfn <= anew.last(); pfn++) {
      byte[] page = pages.get(pfn);
      if (page != null) {
        anew.into(page, pfn << SHIFT);
      }
    }
    laid.put(phys, anew);
  }

  /// The bytes that were laid last before `end`.
  private Optional<Laid> lastBefore(long end) {
    return Optional.ofNullable(laid.lowerEntry(end)).map(Map.Entry::getValue);
  }

  private static boolean isAbove(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }

  /// The pages that hold data, for measuring.
  public int pageCount() {
    return pages.size();
  }

  /// Forgets all contents; the ranges stay.
  public void clear() {
    pages.clear();
    laid.clear();
  }

  /// A page to write to.
  private byte[] page(long pfn) {
    byte[] known = pages.get(pfn);
    if (known != null) {
      return known;
    }
    byte[] page = new byte[PAGE];
    laidIn(pfn).forEach(l -> l.into(page, pfn << SHIFT));
    pages.put(pfn, page);
    return page;
  }

  /// What was laid in a page.
  private List<Laid> laidIn(long pfn) {
    List<Laid> found = new ArrayList<>();
    long base = pfn << SHIFT;
    Optional<Laid> last = lastBefore(base + PAGE);
    while (last.filter(l -> isAbove(l.end(), base)).isPresent()) {
      found.add(last.get());
      last = lastBefore(last.get().phys());
    }
    return found;
  }
}
