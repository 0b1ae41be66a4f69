// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.sg.ScatterEntry;

/// `struct phyr` (`struct phys_vec` in 7.3): `length` bytes of physical memory, an input of a
/// batch.
public record Phyr(PhysAddr start, long length) {
  public Phyr {
    if (length < 0) {
      throw new IllegalArgumentException("a range of " + length + " bytes");
    }
  }

  /// First address behind the range.
  public long end() {
    return start.value() + length;
  }

  /// `struct bio_vec`: `length` bytes at `offset` in a page; both unsigned 32-bit.
  public record BioVec(PhysAddr page, int length, int offset) {}

  /// The in sides of the first `nents` entries of a list.
  public static List<Phyr> ofList(ScatterEntry sg, int nents) {
    List<Phyr> ranges = new ArrayList<>(nents);
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      ranges.add(new Phyr(new PhysAddr(s.phys()), s.lengthBytes()));
    }
    return ranges;
  }

  /// A bio_vec array, vector for vector.
  public static List<Phyr> ofBioVecs(List<BioVec> vecs) {
    return vecs.stream()
        .map(v ->
            new Phyr(
                v.page().plus(Integer.toUnsignedLong(v.offset())),
                Integer.toUnsignedLong(v.length())))
        .toList();
  }

  /// `length` bytes from `offset` in an array of pages; pages that follow on in memory become one
  /// range, as `sg_alloc_table_from_pages()` does it.
  public static List<Phyr> ofPages(List<PhysAddr> pages, long pageSize, long offset, long length) {
    List<Phyr> ranges = new ArrayList<>();
    long left = length;
    long skip = offset;
    for (PhysAddr page : pages) {
      long part = Math.min(pageSize - skip, left);
      if (part <= 0) {
        break;
      }
      PhysAddr from = page.plus(skip);
      if (!ranges.isEmpty() && ranges.getLast().end() == from.value()) {
        Phyr last = ranges.removeLast();
        ranges.add(new Phyr(last.start(), last.length() + part));
      } else {
        ranges.add(new Phyr(from, part));
      }
      left -= part;
      skip = 0;
    }
    return ranges;
  }
}
