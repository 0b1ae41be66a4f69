// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.machine.MemoryObject.Kind;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.memory.PhysicalMemory;
import org.sgdiet.runtime.program.Type;

/// One input of the run's shape: the same bytes as a list, a table, a buffer or pages, made in the
/// form that the program asks for first.
final class Slot {

  private static final int ROW = 256;

  /// 256 rows of which no two are alike: a byte tells where in 64 KiB it belongs.
  private static final byte[] PATTERN = pattern();

  private record Extent(long phys, long bytes) {}

  private final Context context;
  private final Placement placement;
  private final String name;
  private final int number;
  private List<Extent> extents = List.of();
  private boolean placed;
  private long list;
  private int mapped;
  private List<Origin> mappedOrigin = List.of();
  private long table;
  private long pageArray;
  private int pages;

  Slot(Context context, Placement placement, String name, int number) {
    this.context = context;
    this.placement = placement;
    this.name = name;
    this.number = number;
  }

  private static byte[] pattern() {
    var bytes = new byte[ROW * ROW];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (at * 31 + at / ROW * 17 + 1);
    }
    return bytes;
  }

  private List<InputShape.Piece> pieces() {
    return context.shape.pieces();
  }

  long bytes() {
    return context.shape.totalBytes();
  }

  int listEntries() {
    return pieces().size();
  }

  List<Origin> countOrigin() {
    return List.of(new Origin(Origin.Kind.ENTRY_COUNT, number, 0, 0));
  }

  long pageOffset() {
    return pieces().isEmpty() ? 0 : pieces().getFirst().offsetBytes() % context.lists.pageBytes();
  }

  // ---- forms

  /// The list; NULL when there is no data.
  long listHead() {
    if (list == 0 && !pieces().isEmpty()) {
      scatter();
      list = buildList();
      if (context.program.listsMapped()) {
        MappingTable.Entry mapping =
            new SgMapOperations(context, new DmaOperations(context)).lend(list, listEntries());
        mapped = mapping.segments.size();
        mappedOrigin = SgMapOperations.countOf(mapping);
      }
    }
    return list;
  }

  /// `nents` of the table: what a caller's mapping made of it, else as many as there are entries.
  Value nents(Type type) {
    listHead();
    return mapped > 0
        ? Value.of(type, mapped, mappedOrigin)
        : Value.of(type, listEntries(), countOrigin());
  }

  long table() {
    if (table == 0) {
      MemoryObject object = context.memory.create(name + ".table", Kind.DATA, 16, "sg_table");
      table = object.address();
      context.memory.store(table, Value.of(Type.Int.U64, listHead()));
      context.memory.store(table + 8, nents(Type.Int.U32));
      context.memory.store(table + 12, Value.of(Type.Int.U32, listEntries(), countOrigin()));
    }
    return table;
  }

  /// CPU address of a contiguous buffer.
  long buffer() {
    return linear(phys());
  }

  /// Physical address of the contiguous buffer.
  long phys() {
    if (!placed) {
      placed = true;
      var where = pieces().isEmpty() ? InputShape.Place.LOW : pieces().getFirst().place();
      long at = placement.place(where, pageOffset(), Math.max(1, bytes()));
      extents = List.of(new Extent(at, bytes()));
      fill();
    }
    return extents.isEmpty() ? 0 : extents.getFirst().phys();
  }

  long page() {
    return context.lists.pageOf(phys());
  }

  int pageCount() {
    long page = context.lists.pageBytes();
    return Math.toIntExact((pageOffset() + bytes() + page - 1) / page);
  }

  /// The array of `struct page *`.
  long pages() {
    if (pageArray == 0) {
      scatterPages();
      MemoryObject array =
          context.memory.create(name + ".pages", Kind.DATA, 8L * Math.max(1, pages), "");
      pageArray = array.address();
      for (int i = 0; i < pages; i++) {
        long page = context.lists.pageOf(extents.get(i).phys());
        context.memory.store(pageArray + 8L * i, Value.pointer(page));
      }
    }
    return pageArray;
  }

  private void scatter() {
    if (placed) {
      throw context.notExecutable(name + " is used as a list and as a buffer");
    }
    placed = true;
    var all = new ArrayList<Extent>();
    for (int i = 0; i < pieces().size(); i++) {
      InputShape.Piece piece = pieces().get(i);
      if (piece.adjacent() && i > 0) {
        Extent before = all.getLast();
        all.add(new Extent(before.phys() + before.bytes(), piece.bytes()));
      } else {
        long room = piece.bytes();
        for (int j = i + 1; j < pieces().size() && pieces().get(j).adjacent(); j++) {
          room += pieces().get(j).bytes();
        }
        long at = placement.place(piece.place(), piece.offsetBytes(), Math.max(1, room));
        all.add(new Extent(at, piece.bytes()));
      }
    }
    extents = List.copyOf(all);
    fill();
  }

  /// Whole pages, adjacent in the rhythm of the shape's pieces.
  private void scatterPages() {
    if (placed) {
      throw context.notExecutable(name + " is used as pages and in another form");
    }
    placed = true;
    pages = pageCount();
    long size = context.lists.pageBytes();
    var all = new ArrayList<Extent>();
    for (int i = 0; i < pages; i++) {
      InputShape.Piece piece = pieces().get(i % pieces().size());
      boolean adjacent = i > 0 && (piece.adjacent() || pieces().size() == 1);
      if (adjacent) {
        all.add(new Extent(all.getLast().phys() + size, size));
      } else {
        all.add(new Extent(placement.place(piece.place(), 0, size * (long) pages), size));
      }
    }
    extents = List.copyOf(all);
    fill();
  }

  private void fill() {
    long done = 0;
    long run = -1;
    for (int i = 0; i < extents.size(); i++) {
      Extent e = extents.get(i);
      boolean starts = i == 0 || extents.get(i - 1).phys() + extents.get(i - 1).bytes() != e.phys();
      if (starts) {
        run++;
        long bytes = contiguousFrom(i);
        String part = i == 0 && bytes == bytes() ? name : name + "#" + run;
        context.memory.place(part, Kind.DATA, linear(e.phys()), Math.max(1, bytes), 0, "");
      }
      context.api.host().memory().lay(e.phys(), e.bytes(), contents(done));
      context.memory.find(linear(e.phys()), 0).ifPresent(o -> mark(o, e));
      done += e.bytes();
    }
  }

  /// Of each input others: the cycle from another row on, whose bytes are all greater by the same.
  private PhysicalMemory.Contents contents(long from) {
    long row = number * 101L;
    return new PhysicalMemory.Contents(PATTERN, (int) ((from + row * ROW) % PATTERN.length));
  }

  private static void mark(MemoryObject object, Extent e) {
    object.markWritten(linear(e.phys()), e.bytes());
  }

  private long contiguousFrom(int first) {
    long bytes = extents.get(first).bytes();
    for (int i = first + 1; i < extents.size(); i++) {
      if (extents.get(i - 1).phys() + extents.get(i - 1).bytes() != extents.get(i).phys()) {
        break;
      }
      bytes += extents.get(i).bytes();
    }
    return bytes;
  }

  private long buildList() {
    int n = extents.size();
    int first =
        context.shape.chainAfter() > 0 && context.shape.chainAfter() < n
            ? context.shape.chainAfter()
            : n;
    long head = array(name + ".sgl", first < n ? first + 1 : n);
    long tail = first < n ? array(name + ".sgl2", n - first) : 0;
    for (int i = 0; i < n; i++) {
      long sg =
          i < first ? head + (long) i * SgMemory.SIZE : tail + (long) (i - first) * SgMemory.SIZE;
      Extent e = extents.get(i);
      long offset = e.phys() & (context.lists.pageBytes() - 1);
      context.lists.setPage(
          sg, context.lists.pageOf(e.phys()), Value.of(Type.Int.U32, e.bytes()), offset);
    }
    if (first < n) {
      context.lists.chain(head, first + 1, tail);
    }
    return head;
  }

  private long array(String what, int entries) {
    MemoryObject object =
        context.memory.create(what, Kind.DATA, (long) entries * SgMemory.SIZE, "scatterlist");
    context.lists.initTable(object.address(), entries);
    return object.address();
  }

  private static long linear(long phys) {
    return CpuAddr.ofPhys(new PhysAddr(phys)).value();
  }
}
