// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.machine.Origin.Kind;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.sg.ScatterArray;
import org.sgdiet.runtime.sg.ScatterEntry;

/// `struct scatterlist` and `struct page` in the driver's memory: the layout of
/// include/linux/scatterlist.h (7.3) and its walk, and the way to the emulator's lists and back.
final class SgMemory {

  /// Bytes of one entry.
  static final int SIZE = 32;

  private static final long VMEMMAP = 0xffff_ea00_0000_0000L;
  private static final long PAGE_STRUCT = 64;
  private static final long CHAIN = 1;
  private static final long END = 2;
  private static final int OFFSET = 8;
  private static final int LENGTH = 12;
  private static final int DMA_ADDRESS = 16;
  private static final int DMA_LENGTH = 24;
  private static final int DMA_FLAGS = 28;
  private static final long BUS_ADDRESS_FLAG = 1;
  private static final long SWIOTLB_FLAG = 2;

  private final Context context;

  /// `PAGE_SHIFT` of programs, in whose C text it is a constant; where a profile has larger pages,
  /// its IOMMU and its allocators have.
  private final int pageShift = 12;

  private final boolean separateLength;

  SgMemory(Context context) {
    this.context = context;
    this.separateLength = context.api.profile().platform().needSgDmaLength();
  }

  // ---- pages

  long pageBytes() {
    return 1L << pageShift;
  }

  int pageShift() {
    return pageShift;
  }

  /// `get_order()`.
  int order(long bytes) {
    return bytes <= 1 ? 0 : 64 - Long.numberOfLeadingZeros((bytes - 1) >>> pageShift);
  }

  /// `phys_to_page()`.
  long pageOf(long phys) {
    return VMEMMAP + (phys >>> pageShift) * PAGE_STRUCT;
  }

  boolean isPage(long pointer) {
    return pointer - VMEMMAP >= 0 && pointer - VMEMMAP < (1L << 40);
  }

  /// `page_to_phys()`.
  long physOfPage(long page) {
    if (!isPage(page)) {
      if (page == 0) {
        throw context.fault(Stop.Kind.NULL_DEREFERENCE, "physical address of a null struct page");
      }
      throw context.notExecutable("struct page 0x%x is not a page of this run".formatted(page));
    }
    return ((page - VMEMMAP) / PAGE_STRUCT) << pageShift;
  }

  // ---- fields

  /// Offset of `dma_length`: that of `length` without CONFIG_NEED_SG_DMA_LENGTH.
  int dmaLengthOffset() {
    return separateLength ? DMA_LENGTH : LENGTH;
  }

  private Value get(long at, Type type) {
    return context.memory.load(at, type, Inputs.Path.NONE);
  }

  private void put(long at, Type type, long bits, List<Origin> origins) {
    context.memory.store(at, Value.of(type, bits, origins));
  }

  Value length(long sg) {
    return get(sg + LENGTH, Type.Int.U32);
  }

  Value offset(long sg) {
    return get(sg + OFFSET, Type.Int.U32);
  }

  Value dmaAddress(long sg) {
    return get(sg + DMA_ADDRESS, Type.Int.U64);
  }

  Value dmaLength(long sg) {
    return get(sg + dmaLengthOffset(), Type.Int.U32);
  }

  boolean isBusAddress(long sg) {
    return (get(sg + DMA_FLAGS, Type.Int.U32).bits() & BUS_ADDRESS_FLAG) != 0;
  }

  private long link(long sg) {
    return get(sg, Type.Int.U64).bits();
  }

  boolean isChain(long sg) {
    return (link(sg) & CHAIN) != 0;
  }

  boolean isLast(long sg) {
    return (link(sg) & END) != 0;
  }

  long chainPointer(long sg) {
    return link(sg) & ~(CHAIN | END);
  }

  /// `sg_page()`.
  long page(long sg) {
    return link(sg) & ~(CHAIN | END);
  }

  /// `sg_phys()`, and 0 for an entry without a page.
  long phys(long sg) {
    long page = page(sg);
    return page == 0 ? 0 : physOfPage(page) + offset(sg).bits();
  }

  /// Number of the entry in the object it lies in.
  private int index(long sg) {
    return context.memory.find(sg, SIZE).map(o -> (int) ((sg - o.address()) / SIZE)).orElse(0);
  }

  private int owner(long sg) {
    return context.memory.find(sg, SIZE).map(MemoryObject::id).orElse(0);
  }

  /// What `sg_phys()` carries.
  Origin physOrigin(long sg) {
    return new Origin(Kind.CPU_PHYS, owner(sg), index(sg), 0);
  }

  // ---- changes

  /// `sg_init_table()`.
  void initTable(long sgl, int entries) {
    if (entries <= 0) {
      throw context.fault(Stop.Kind.KERNEL_BUG, "sg_init_table() of " + entries + " entries");
    }
    context.memory.fill(sgl, (byte) 0, (long) entries * SIZE);
    for (int i = 0; i < entries; i++) {
      markUnmapped(sgl + (long) i * SIZE, -owner(sgl), i);
    }
    markEnd(sgl + (long) (entries - 1) * SIZE, true);
  }

  private void markUnmapped(long sg, int mapping, int index) {
    put(
        sg + DMA_ADDRESS,
        Type.Int.U64,
        dmaAddress(sg).bits(),
        List.of(new Origin(Kind.UNMAPPED_ADDRESS, mapping, index, 0)));
    if (separateLength) {
      put(
          sg + DMA_LENGTH,
          Type.Int.U32,
          dmaLength(sg).bits(),
          List.of(new Origin(Kind.UNMAPPED_LENGTH, mapping, index, 0)));
    }
  }

  /// `sg_set_page()`.
  void setPage(long sg, long page, Value length, long offset) {
    assignPage(sg, page);
    put(sg + OFFSET, Type.Int.U32, offset, List.of());
    Origin origin = new Origin(Kind.CPU_LENGTH, owner(sg), index(sg), 0);
    put(sg + LENGTH, Type.Int.U32, length.bits(), Value.union(length.origins(), List.of(origin)));
  }

  /// `sg_assign_page()`.
  void assignPage(long sg, long page) {
    long flags = context.memory.isWritten(sg, 8) ? link(sg) & (CHAIN | END) : 0;
    put(sg, Type.Int.U64, page | flags, List.of());
  }

  /// `sg_mark_end()` and `sg_unmark_end()`.
  void markEnd(long sg, boolean on) {
    long link = link(sg) & ~CHAIN;
    put(sg, Type.Int.U64, on ? link | END : link & ~END, List.of());
  }

  /// `sg_chain()`: entry `entries - 1` of `list` becomes a link to `next`.
  void chain(long list, int entries, long next) {
    long sg = list + (long) (entries - 1) * SIZE;
    put(sg + OFFSET, Type.Int.U32, 0, List.of());
    put(sg + LENGTH, Type.Int.U32, 0, List.of());
    put(sg, Type.Int.U64, (next | CHAIN) & ~END, List.of());
  }

  // ---- walk

  /// Ends a run in which a list that was chained for it is taken for an array: only who made the
  /// list knows whether it may be.
  void requireArray(long from, long at) {
    if (context.shape.chainAfter() == 0) {
      return;
    }
    Optional<MemoryObject> list =
        context
            .memory
            .find(from, SIZE)
            .filter(o -> o.kind() == MemoryObject.Kind.DATA && o.layout().equals("scatterlist"));
    long last = list.map(o -> o.address() + o.sizeBytes() - SIZE).orElse(Long.MAX_VALUE);
    if (at >= last && isChain(last)) {
      throw context.notExecutable("a list that is chained in this run is taken for an array");
    }
  }

  /// `sg_next()`: 0 behind the last entry.
  long next(long sg) {
    if (isLast(sg)) {
      return 0;
    }
    long following = sg + SIZE;
    return isChain(following) ? chainPointer(following) : following;
  }

  /// The first `count` entries as `for_each_sg()` meets them.
  List<Long> walk(long sgl, int count) {
    var all = new ArrayList<Long>();
    long sg = sgl;
    for (int i = 0; i < count; i++) {
      if (sg == 0 && i > 0) {
        throw context.fault(
            Stop.Kind.WALK_BEHIND_THE_END,
            "a walk of %d entries over a list of %d".formatted(count, i));
      }
      all.add(sg);
      context.work(1);
      if (i + 1 < count) {
        sg = next(sg);
      }
    }
    return all;
  }

  /// All entries up to the one with the end mark.
  List<Long> walkAll(long sgl) {
    var all = new ArrayList<Long>();
    for (long sg = sgl; sg != 0; sg = next(sg)) {
      all.add(sg);
      if (all.size() > 1 << 16) {
        throw context.notExecutable("a list without an end mark");
      }
    }
    return all;
  }

  // ---- to the emulator and back

  /// The entries as the emulator keeps them.
  ScatterArray toEmulator(List<Long> entries) {
    context.work(8 * entries.size());
    ScatterArray array = context.api.newList(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      long sg = entries.get(i);
      ScatterEntry entry = array.entry(i);
      long page = page(sg);
      long pagePhys = page == 0 ? 0 : physOfPage(page);
      long inside = pagePhys & ((1L << context.api.profile().platform().pageShift()) - 1);
      entry.setPage(
          new PhysAddr(pagePhys - inside),
          (int) length(sg).bits(),
          (int) (offset(sg).bits() + inside));
      entry.setDmaAddress(dmaAddress(sg).bits());
      entry.setDmaLength((int) dmaLength(sg).bits());
      long flags = get(sg + DMA_FLAGS, Type.Int.U32).bits();
      entry.markBusAddress((flags & BUS_ADDRESS_FLAG) != 0);
      if ((flags & SWIOTLB_FLAG) != 0) {
        entry.markSwiotlb();
      }
    }
    return array;
  }

  /// Writes the out sides back; those of the first `mapped` entries belong to `mapping`.
  void fromEmulator(List<Long> entries, ScatterArray array, int mapping, int mapped) {
    for (int i = 0; i < entries.size(); i++) {
      long sg = entries.get(i);
      ScatterEntry entry = array.entry(i);
      boolean valid = i < mapped;
      put(
          sg + DMA_ADDRESS,
          Type.Int.U64,
          entry.dmaAddress(),
          List.of(new Origin(valid ? Kind.DMA_ADDRESS : Kind.UNMAPPED_ADDRESS, mapping, i, 0)));
      if (separateLength || valid) {
        put(
            sg + dmaLengthOffset(),
            Type.Int.U32,
            entry.dmaLengthBytes(),
            List.of(new Origin(valid ? Kind.DMA_LENGTH : Kind.UNMAPPED_LENGTH, mapping, i, 0)));
      }
      writeFlags(sg, entry);
    }
  }

  /// Writes back what a failed mapping or an unmapping changes, without a word on who it belongs
  /// to.
  void restore(List<Long> entries, ScatterArray array) {
    for (int i = 0; i < entries.size(); i++) {
      ScatterEntry entry = array.entry(i);
      long sg = entries.get(i);
      if (dmaAddress(sg).bits() != entry.dmaAddress()) {
        put(
            sg + DMA_ADDRESS,
            Type.Int.U64,
            entry.dmaAddress(),
            List.of(new Origin(Kind.UNMAPPED_ADDRESS, 0, i, 0)));
      }
      if (dmaLength(sg).bits() != entry.dmaLengthBytes()) {
        put(
            sg + dmaLengthOffset(),
            Type.Int.U32,
            entry.dmaLengthBytes(),
            List.of(new Origin(Kind.UNMAPPED_LENGTH, 0, i, 0)));
      }
      writeFlags(sg, entry);
    }
  }

  private void writeFlags(long sg, ScatterEntry entry) {
    long flags =
        (entry.isBusAddress() ? BUS_ADDRESS_FLAG : 0) | (entry.isSwiotlb() ? SWIOTLB_FLAG : 0);
    put(sg + DMA_FLAGS, Type.Int.U32, flags, List.of());
  }
}
