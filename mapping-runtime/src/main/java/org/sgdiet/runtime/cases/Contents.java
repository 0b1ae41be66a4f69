// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.cases.CaseResult.Reach;
import org.sgdiet.runtime.memory.BusTranslation;

/// The bytes of a case: what the pages of its elements hold before, and what a device reaches.
final class Contents {
  /// A run of bus addresses, in bytes.
  record BusRun(long bus, long length) {}

  private static final int PAGE = 4096;
  private static final byte[] BEFORE = noise(1);
  private static final byte[] AFTER = noise(2);

  /// Pages that are filled and compared at most: 256 MiB.
  private static final int MOST_PAGES = 1 << 16;

  private final DmaApi dma;
  private final BusTranslation translation;
  private final long[] starts;
  private final long[] lengths;
  private final boolean modelled;
  private final Map<Long, List<Integer>> pages = new LinkedHashMap<>();

  /// The elements `[starts[i], starts[i] + lengths[i])`, filled and written to memory by the CPU.
  Contents(DmaApi dma, long[] starts, long[] lengths) {
    this.dma = dma;
    translation = dma.path().translation();
    this.starts = starts;
    this.lengths = lengths;
    long touched = 0;
    for (int i = 0; i < starts.length; i++) {
      touched += (lengths[i] + 2 * PAGE - 1) / PAGE;
    }
    modelled = touched <= MOST_PAGES || withinPools(starts, lengths);
    for (int i = 0; modelled && i < starts.length; i++) {
      for (long page = starts[i] & -PAGE; page < starts[i] + lengths[i]; page += PAGE) {
        pages.computeIfAbsent(page, p -> new ArrayList<>(1)).add(i);
      }
    }
    refill();
  }

  /// Whether bytes are looked at: not when the elements cover too much memory for that.
  boolean modelled() {
    return modelled;
  }

  /// Many elements may still lie in few pages.
  private static boolean withinPools(long[] starts, long[] lengths) {
    long low = Arrays.stream(starts).min().orElse(0);
    long longest = Arrays.stream(lengths).max().orElse(0);
    long high = Arrays.stream(starts).max().orElse(0) + longest;
    return (high - low) / PAGE <= MOST_PAGES && longest / PAGE * starts.length <= 1L << 24;
  }

  /// Gives every touched page the bytes it has before a mapping.
  void refill() {
    byte[] page = new byte[PAGE];
    for (long at : pages.keySet()) {
      fillBefore(at, page);
      dma.host().cpu().write(at, page, 0, PAGE);
    }
  }

  /// Walks the runs beside the elements; the runs together are as long as elements `[from, to)`.
  Reach read(Iterable<BusRun> runs, int from, int to) {
    Cursor cursor = new Cursor(from, to);
    byte[] seen = new byte[PAGE];
    byte[] before = new byte[PAGE];
    boolean data = true;
    int faults = 0;
    int bounced = 0;
    long bytes = 0;
    for (BusRun run : runs) {
      bytes += run.length();
      for (long done = 0; done < run.length(); ) {
        long bus = run.bus() + done;
        int part = (int) Math.min(PAGE - (bus & (PAGE - 1)), run.length() - done);
        done += part;
        long phys = reach(bus);
        if (phys < 0) {
          faults++;
          data = false;
          cursor.skip(part);
          continue;
        }
        if (phys >>> 12 != cursor.phys() >>> 12) {
          bounced++;
        }
        dma.host().memory().read(phys, seen, 0, part);
        for (int at = 0; at < part; ) {
          int chunk = cursor.contiguous(part - at);
          if (chunk == 0) {
            data = false;
            break;
          }
          fillBefore(cursor.phys(), before, chunk);
          data &= Arrays.equals(seen, at, at + chunk, before, 0, chunk);
          cursor.skip(chunk);
          at += chunk;
        }
      }
    }
    return new Reach(data && cursor.atEnd(), faults, bounced, bytes, Optional.empty());
  }

  /// The device writes a new byte at every place of the runs.
  void write(Iterable<BusRun> runs) {
    byte[] fresh = new byte[PAGE];
    long position = 0;
    for (BusRun run : runs) {
      for (long done = 0; done < run.length(); ) {
        long bus = run.bus() + done;
        int part = (int) Math.min(PAGE - (bus & (PAGE - 1)), run.length() - done);
        fillAfter(position, fresh, part);
        long phys = reach(bus);
        if (phys >= 0) {
          dma.host().memory().write(phys, fresh, 0, part);
        }
        position += part;
        done += part;
      }
    }
  }

  /// After the unmap: bit 0 when a written byte did not arrive, bit 1 when another one changed.
  int landed() {
    boolean missing = false;
    boolean stray = false;
    byte[] seen = new byte[PAGE];
    byte[] wanted = new byte[PAGE];
    long position = 0;
    for (int i = 0; i < starts.length; i++) {
      for (long done = 0; done < lengths[i]; ) {
        int part = (int) Math.min(PAGE, lengths[i] - done);
        dma.host().cpu().read(starts[i] + done, seen, 0, part);
        fillAfter(position, wanted, part);
        missing |= !Arrays.equals(seen, 0, part, wanted, 0, part);
        position += part;
        done += part;
      }
    }
    for (long page : pages.keySet()) {
      stray |= changedOutside(page, seen, wanted);
    }
    return (missing ? 1 : 0) | (stray ? 2 : 0);
  }

  private boolean changedOutside(long page, byte[] seen, byte[] before) {
    dma.host().cpu().read(page, seen, 0, PAGE);
    fillBefore(page, before);
    for (int i : pages.getOrDefault(page, List.of())) {
      long from = Math.max(starts[i], page);
      long to = Math.min(starts[i] + lengths[i], page + PAGE);
      if (from < to) {
        System.arraycopy(before, (int) (from - page), seen, (int) (from - page), (int) (to - from));
      }
    }
    return !Arrays.equals(seen, before);
  }

  /// `iommu_iova_to_phys()`, or the bus address itself: -1 when there is no translation.
  private long reach(long bus) {
    long phys = translation.translate(bus, false);
    return phys == BusTranslation.NO_PERMISSION ? translation.translate(bus, true) : phys;
  }

  private static void fillBefore(long phys, byte[] page) {
    fillBefore(phys, page, page.length);
  }

  private static void fillBefore(long phys, byte[] into, int length) {
    copy(BEFORE, phys, into, length);
  }

  private static void fillAfter(long position, byte[] into, int length) {
    copy(AFTER, position, into, length);
  }

  /// Bytes of an endless pattern from `at`: every page of it begins elsewhere in the noise.
  private static void copy(byte[] noise, long at, byte[] into, int length) {
    for (int done = 0; done < length; ) {
      int offset = (int) (at + done) & (PAGE - 1);
      int part = Math.min(PAGE - offset, length - done);
      int turn = (int) ((((at + done) >>> 12) * 0x9e3779b97f4a7c15L) >>> 52);
      System.arraycopy(noise, turn + offset, into, done, part);
      done += part;
    }
  }

  private static byte[] noise(long seed) {
    byte[] noise = new byte[2 * PAGE];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  /// A place in the elements, in order.
  private final class Cursor {
    private final int end;
    private int element;
    private long offset;

    Cursor(int from, int end) {
      element = from;
      this.end = end;
      skip(0);
    }

    boolean atEnd() {
      return element >= end;
    }

    long phys() {
      return atEnd() ? -1 : starts[element] + offset;
    }

    int contiguous(int want) {
      return atEnd() ? 0 : (int) Math.min(want, lengths[element] - offset);
    }

    void skip(long bytes) {
      offset += bytes;
      while (element < end && offset >= lengths[element]) {
        offset -= lengths[element];
        element++;
      }
    }
  }
}
