// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.machine.MemoryObject.Kind;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// Allocation, addresses and pages, copies, and registers.
final class MemoryOperations {

  private static final long PORTS = 1L << 16;
  private static final long PORT_WINDOW = CpuAddr.VMALLOC_BASE + (1L << 41);

  private final Context context;
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<Integer, Long> freedPages = new HashMap<>();

  MemoryOperations(Context context) {
    this.context = context;
  }

  private boolean refused(Operation operation) {
    boolean refused = context.fails(operation);
    if (refused) {
      context.add(new Event.Refused(context.here(), operation.word()));
    }
    return refused;
  }

  // ---- allocation

  /// A name that stays when other allocations come and go: kind, size and a count.
  private String name(String what, long bytes) {
    String text = what + " of " + bytes + " bytes";
    int number = names.merge(text, 1, Integer::sum);
    return number == 1 ? text : text + " #" + number;
  }

  Value allocate(Operation operation, long bytes, Kind kind, boolean zeroed) {
    if (refused(operation)) {
      return Value.pointer(0);
    }
    String name = name("allocation", bytes);
    MemoryObject object = context.memory.create(name, kind, bytes, "");
    if (zeroed) {
      context.memory.fill(object.address(), (byte) 0, bytes);
    }
    return Value.pointer(object.address());
  }

  void free(Operation operation, long pointer) {
    if (pointer == 0) {
      return;
    }
    Optional<MemoryObject> object = context.memory.find(pointer, 0);
    if (object.isEmpty()) {
      throw context.fault(
          Stop.Kind.BAD_FREE, operation.word() + "() of 0x" + Long.toHexString(pointer));
    }
    MemoryObject o = object.get();
    if (o.isFreed()) {
      throw context.fault(
          Stop.Kind.BAD_FREE,
          "second free of " + o.name() + ", freed at " + context.where(o.freedAt()));
    }
    if (o.kind() == Kind.INPUT || o.kind() == Kind.DATA) {
      return;
    }
    if (pointer != o.address()) {
      throw context.fault(Stop.Kind.BAD_FREE, "free of " + o.describe(pointer));
    }
    warnIfMapped(operation, o);
    o.free(context.here());
  }

  private void warnIfMapped(Operation operation, MemoryObject o) {
    long phys = context.memory.physOf(o.address());
    for (MappingTable.Entry m : context.mappings.live()) {
      for (PhysRange r : m.input) {
        if (r.phys() < phys + o.sizeBytes() && phys < r.phys() + r.bytes()) {
          context.misused(
              "frees-mapped-memory",
              operation.word() + "() of " + o.name() + " while the device may access it",
              Optional.of(m.at));
          return;
        }
      }
    }
  }

  Value allocatePages(Operation operation, int order) {
    Value memory = allocate(operation, context.lists.pageBytes() << order, Kind.HEAP, false);
    return memory.isZero() ? memory : Value.pointer(virtToPage(memory.bits()));
  }

  int compoundOrder(long page) {
    long bytes =
        context
            .memory
            .find(pageAddress(page).bits(), 1)
            .filter(o -> o.kind() == Kind.HEAP)
            .map(MemoryObject::sizeBytes)
            .orElse(0L);
    long pages = Math.max(1, bytes / context.lists.pageBytes());
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(pages);
  }

  /// Pages that belong to a user: nothing that the driver does with them frees their memory.
  Value pinPages(Operation operation, long array, long count) {
    if (refused(operation)) {
      return Value.of(Type.Int.S64, -14);
    }
    for (long i = 0; i < count; i++) {
      context.work(1);
      String name = name("user page", context.lists.pageBytes());
      long page = context.inputs.page(name, (byte) (i + 1));
      context.memory.store(array + 8 * i, Value.pointer(page));
    }
    return Value.of(Type.Int.S64, count);
  }

  /// `dma_alloc_coherent()`: the mapping stands for the whole run and is not the driver's to answer
  /// for.
  Value allocateCoherent(Operation operation, long bytes, long handle) {
    if (refused(operation)) {
      return Value.pointer(0);
    }
    String name = name("coherent memory", bytes);
    MemoryObject object = context.memory.create(name, Kind.COHERENT, bytes, "");
    context.memory.fill(object.address(), (byte) 0, bytes);
    long phys = context.memory.physOf(object.address());
    long bus =
        context.api.path().isDirect()
            ? context.api.host().device().physToDma(phys)
            : context.api.path().mapPhys(phys, Math.max(bytes, 1), Direction.BIDIRECTIONAL, 0);
    context.memory.store(handle, Value.of(Type.Int.U64, bus));
    return Value.pointer(object.address());
  }

  /// `__free_pages()`: of an allocation of several pages that was split, one page at a time.
  void freePages(Operation operation, long pointer, int order) {
    long bytes = context.lists.pageBytes() << order;
    Optional<MemoryObject> object =
        context
            .memory
            .find(pointer, 1)
            .filter(o -> o.kind() == Kind.HEAP && !o.isFreed() && bytes < o.sizeBytes());
    if (object.isEmpty()) {
      if (!isOfOthers(pointer)) {
        free(operation, pointer);
      }
      return;
    }
    MemoryObject o = object.get();
    warnIfMapped(operation, o);
    if (freedPages.merge(o.id(), bytes, Long::sum) >= o.sizeBytes()) {
      o.free(context.here());
    }
  }

  /// Whether a page holds memory from outside, which need not begin where the page does: somebody
  /// else holds it too.
  private boolean isOfOthers(long page) {
    return context.memory.find(page, 1).isEmpty()
        && context
            .memory
            .firstIn(page, context.lists.pageBytes())
            .filter(o -> o.kind() == Kind.DATA || o.kind() == Kind.INPUT)
            .isPresent();
  }

  void freeCoherent(Operation operation, long pointer) {
    free(operation, pointer);
  }

  // ---- addresses

  long physOf(long pointer) {
    return context.memory.physOf(pointer);
  }

  Value virtToPhys(long pointer) {
    int owner = context.memory.find(pointer, 1).map(MemoryObject::id).orElse(0);
    return Value.of(
        Type.Int.U64, physOf(pointer), List.of(new Origin(Origin.Kind.CPU_PHYS, owner, 0, 0)));
  }

  long virtToPage(long pointer) {
    return context.lists.pageOf(new CpuAddr(pointer).toPhys().value());
  }

  long vmallocToPage(long pointer) {
    if (context.memory.find(pointer, 1).isEmpty()) {
      throw context.notExecutable("the page of an address of unknown origin");
    }
    return context.lists.pageOf(physOf(pointer));
  }

  Value physToVirt(long phys) {
    return Value.pointer(CpuAddr.ofPhys(new PhysAddr(phys)).value());
  }

  Value pageAddress(long page) {
    return physToVirt(context.lists.physOfPage(page));
  }

  Value onStack(long pointer) {
    boolean stack = context.memory.find(pointer, 1).map(o -> o.kind() == Kind.STACK).orElse(false);
    return Value.s32(stack ? 1 : 0);
  }

  // ---- registers

  void registerWrite(long where, Value value) {
    long address = window(where);
    MemoryObject object = context.memory.find(address, 1).orElseGet(() -> registers(address));
    Sink sink = new Sink(Sink.Kind.DEVICE, registerName(object, address), object.address());
    int bits = 8 * AddressSpace.width(value.type());
    context.stored(new Event.Stored(context.here(), sink, bits, value.logical(), value.origins()));
    if (value.origins().isEmpty()) {
      context.descriptors.plain(sink.group(), value.logical());
    }
    context.memory.store(address, value);
  }

  Value registerRead(long where, long first) {
    long address = window(where);
    MemoryObject object = context.memory.find(address, 1).orElseGet(() -> registers(address));
    return object.isUntouched(address, 4)
        ? Value.of(Type.Int.U32, first)
        : context.memory.load(address, Type.Int.U32, Inputs.Path.NONE);
  }

  /// I/O ports, and registers behind a base that the run does not know, are numbers near 0.
  private static long window(long where) {
    return Long.compareUnsigned(where, PORTS) < 0 ? PORT_WINDOW + where : where;
  }

  private static String registerName(MemoryObject object, long address) {
    return "register " + object.describe(address);
  }

  /// A register window that the driver reaches without a pointer that this run has seen: `NULL +
  /// offset` of an opaque base.
  private MemoryObject registers(long address) {
    return context.memory.place("window", Kind.REGISTERS, address & -4096L, 4096, 0, "");
  }
}
