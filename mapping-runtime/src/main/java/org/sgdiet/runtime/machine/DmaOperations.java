// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sgdiet.runtime.machine.MappingTable.Entry;
import org.sgdiet.runtime.machine.MappingTable.Kind;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.sg.KernelBug;
import org.sgdiet.runtime.sg.ScatterArray;
import org.sgdiet.runtime.sg.ScatterEntry;
import org.sgdiet.runtime.sg.SgTable;

/// `dma_map_*()`, `dma_unmap_*()` and `dma_sync_*()`: reads the driver's memory, asks the emulator,
/// and writes back what the kernel would leave there.
final class DmaOperations {

  /// What the driver asks for besides the list or range.
  record Request(String call, long device, Direction direction, long attrs) {}

  private static final long MOST_BYTES = 1L << 32;

  private final Context context;
  private boolean errorReturned;

  DmaOperations(Context context) {
    this.context = context;
  }

  Request request(Operation operation, Value device, Value direction, long attrs) {
    defined(operation, device, "device");
    defined(operation, direction, "direction");
    Direction dir = Direction.of((int) direction.bits());
    return new Request(operation.word(), device.bits(), dir, attrs);
  }

  private void defined(Operation operation, Value value, String what) {
    if (value.origins().stream().anyMatch(o -> o.kind() == Origin.Kind.UNDEFINED)) {
      context.misused(
          "undefined-argument",
          operation.word() + "() gets a " + what + " that nobody set",
          Optional.empty());
    }
  }

  // ---- lists

  /// `dma_map_sg_attrs()`: the count, or 0.
  Value mapSg(Operation operation, Request request, Value sgl, Value nents) {
    defined(operation, sgl, "list");
    defined(operation, nents, "count");
    int count = (int) nents.bits();
    context.mappings.tried(sgl.bits());
    if (count <= 0) {
      failed(request, "0", false);
      return Value.s32(0);
    }
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    boolean injected = inject(operation);
    ScatterArray array = context.lists.toEmulator(entries);
    int mapped =
        mapped(
            request,
            isEmpty(array, entries.size()),
            () ->
                context.api.mapSg(
                    array.first(), count, request.direction(), request.attrs(), context.token()));
    if (mapped == 0) {
      context.lists.restore(entries, array);
      failed(request, "0", injected);
      return Value.s32(0);
    }
    Entry mapping = record(request, sgl.bits(), entries, array, mapped);
    return Value.of(Type.Int.S32, mapped, countOf(mapping));
  }

  /// Maps a list as the caller has done that hands it over.
  Entry lend(long sgl, int count) {
    Direction direction = Direction.of(context.inputs.direction());
    var request = new Request("dma_map_sg", context.inputs.device(), direction, 0);
    List<Long> entries = context.lists.walk(sgl, count);
    ScatterArray array = context.lists.toEmulator(entries);
    int mapped =
        mapped(
            request,
            isEmpty(array, count),
            () -> context.api.mapSg(array.first(), count, direction, 0, context.token()));
    if (mapped == 0) {
      throw context.notExecutable("no caller can map a list of this shape here");
    }
    return record(request, sgl, entries, array, mapped);
  }

  private static boolean isEmpty(ScatterArray array, int entries) {
    return IntStream.range(0, entries).anyMatch(i -> array.entry(i).lengthBytes() == 0);
  }

  static List<Origin> countOf(Entry mapping) {
    return List.of(new Origin(Origin.Kind.MAPPED_COUNT, mapping.id, 0, 0));
  }

  /// `dma_map_sgtable()`: 0 or `-errno`.
  Value mapSgtable(Operation operation, Request request, long table) {
    long sgl = context.memory.load(table, Type.Int.U64, new Inputs.Path("sg_table", "sgl")).bits();
    int count = (int) origNents(table);
    context.mappings.tried(sgl);
    List<Long> entries = context.lists.walk(sgl, count);
    if (entries.isEmpty()) {
      failed(request, "-EINVAL", false);
      return Value.s32(-Errno.EINVAL);
    }
    boolean injected = inject(operation);
    ScatterArray array = context.lists.toEmulator(entries);
    var sgt = new SgTable(array.first(), count);
    int error =
        mapped(
            request,
            isEmpty(array, count),
            () ->
                context.api.mapSgtable(sgt, request.direction(), request.attrs(), context.token()));
    if (error != 0) {
      context.lists.restore(entries, array);
      failed(request, "-" + Errno.name(error), injected);
      return Value.s32(error);
    }
    Entry mapping = record(request, sgl, entries, array, sgt.nents());
    context.memory.store(table + 8, Value.of(Type.Int.U32, sgt.nents(), countOf(mapping)));
    return Value.s32(0);
  }

  long origNents(long table) {
    return context
        .memory
        .load(table + 12, Type.Int.U32, new Inputs.Path("sg_table", "orig_nents"))
        .bits();
  }

  private Entry record(
      Request request, long sgl, List<Long> entries, ScatterArray array, int mapped) {
    Entry mapping =
        context.mappings.add(Kind.LIST, sgl, request.device(), request.direction(), context.here());
    for (int i = 0; i < entries.size(); i++) {
      ScatterEntry entry = array.entry(i);
      mapping.input.add(new PhysRange(entry.phys(), entry.lengthBytes()));
      if (i < mapped) {
        mapping.segments.add(new Segment(entry.dmaAddress(), entry.dmaLengthBytes()));
      }
    }
    context.lists.fromEmulator(entries, array, mapping.id, mapped);
    context.add(
        new Event.Mapped(
            context.here(),
            mapping.id,
            request.call(),
            request.direction(),
            entries.size(),
            List.copyOf(mapping.segments)));
    return mapping;
  }

  /// `dma_unmap_sg_attrs()`.
  void unmapSg(Request request, Value sgl, int count) {
    if (count <= 0) {
      context.misused(
          "unmaps-no-entries", request.call() + "() of " + count + " entries", Optional.empty());
      return;
    }
    deviceWorks();
    Optional<Entry> mapping = context.mappings.live(Kind.LIST, sgl.bits());
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    ScatterArray array = context.lists.toEmulator(entries);
    end(mapping, request);
    context.api.unmapSg(
        array.first(), count, request.direction(), request.attrs(), context.token());
    context.drainLedger(!context.mappings.hasTried(sgl.bits()));
    context.lists.restore(entries, array);
    context.device.checkDeliveries();
  }

  void unmapSgtable(Request request, long table) {
    Value sgl = context.memory.load(table, Type.Int.U64, new Inputs.Path("sg_table", "sgl"));
    unmapSg(request, sgl, (int) origNents(table));
  }

  void syncSg(Request request, Value sgl, int count, boolean forCpu) {
    if (forCpu) {
      deviceWorks();
    }
    Optional<Entry> mapping = context.mappings.live(Kind.LIST, sgl.bits());
    checkDevice(mapping, request);
    synced(mapping, request);
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    if (entries.isEmpty()) {
      return;
    }
    ScatterArray array = context.lists.toEmulator(entries);
    if (forCpu) {
      context.api.syncSgForCpu(array.first(), count, request.direction(), context.token());
    } else {
      context.api.syncSgForDevice(array.first(), count, request.direction(), context.token());
    }
    context.drainLedger(!context.mappings.hasTried(sgl.bits()));
  }

  // ---- ranges

  Value mapSingle(Operation operation, Request request, Value pointer, Value size) {
    defined(operation, pointer, "buffer");
    defined(operation, size, "length");
    plausible(request, size.bits());
    checkExtent(request, pointer.bits(), size.bits());
    boolean injected = inject(operation);
    DmaAddr address =
        mapped(
            request,
            size.isZero(),
            () ->
                context.api.mapSingle(
                    new CpuAddr(pointer.bits()),
                    size.bits(),
                    request.direction(),
                    request.attrs(),
                    context.token()));
    return single(request, address, context.memory.physOf(pointer.bits()), size, injected);
  }

  /// A path that crashes on a length of zero, as swiotlb does, says nothing of a driver whose
  /// length is an input.
  private <T> T mapped(Request request, boolean empty, Supplier<T> mapping) {
    try {
      return mapping.get();
    } catch (KernelBug bug) {
      if (empty && context.shape.totalBytes() > 0) {
        throw context.notExecutable(
            request.call() + "() of no bytes: a length that the run does not know");
      }
      throw bug;
    }
  }

  private void checkExtent(Request request, long pointer, long bytes) {
    Optional<MemoryObject> object = context.memory.find(pointer, 1);
    boolean ofInput =
        bytes == context.shape.totalBytes()
            || object.filter(o -> o.kind() == MemoryObject.Kind.DATA).isPresent();
    boolean inside =
        object.isEmpty()
            || (ofInput
                ? object.get().contains(pointer, bytes)
                : object.get().holds(pointer, bytes));
    if (!inside) {
      context.misused(
          "maps-behind-the-object",
          "%s() of %d bytes at %s, which has %d bytes"
              .formatted(
                  request.call(), bytes, object.get().describe(pointer), object.get().sizeBytes()),
          Optional.empty(),
          ofInput);
    }
  }

  Value mapPage(Operation operation, Request request, Value page, Value offset, Value size) {
    defined(operation, page, "page");
    defined(operation, size, "length");
    plausible(request, size.bits());
    long phys = context.lists.physOfPage(page.bits());
    boolean injected = inject(operation);
    DmaAddr address =
        mapped(
            request,
            size.isZero(),
            () ->
                context.api.mapPage(
                    new PhysAddr(phys),
                    offset.bits(),
                    size.bits(),
                    request.direction(),
                    request.attrs(),
                    context.token()));
    return single(request, address, phys + offset.bits(), size, injected);
  }

  Value mapPhys(Operation operation, Request request, Value phys, Value size, boolean resource) {
    defined(operation, phys, "address");
    defined(operation, size, "length");
    plausible(request, size.bits());
    boolean injected = inject(operation);
    var at = new PhysAddr(phys.bits());
    int token = context.token();
    DmaAddr address =
        mapped(
            request,
            size.isZero(),
            () ->
                resource
                    ? context.api.mapResource(
                        at, size.bits(), request.direction(), request.attrs(), token)
                    : context.api.mapPhys(
                        at, size.bits(), request.direction(), request.attrs(), token));
    return single(request, address, phys.bits(), size, injected);
  }

  private Value single(Request request, DmaAddr address, long phys, Value size, boolean injected) {
    if (address.isError()) {
      failed(request, "DMA_MAPPING_ERROR", injected);
      Entry nothing =
          context.mappings.addFailed(request.device(), request.direction(), context.here());
      return handle(address.value(), nothing);
    }
    Entry mapping =
        context.mappings.add(
            Kind.SINGLE, address.value(), request.device(), request.direction(), context.here());
    mapping.segments.add(new Segment(address.value(), size.bits()));
    mapping.input.add(new PhysRange(phys, size.bits()));
    context.add(
        new Event.Mapped(
            context.here(),
            mapping.id,
            request.call(),
            request.direction(),
            1,
            List.copyOf(mapping.segments)));
    return handle(address.value(), mapping);
  }

  private static Value handle(long address, Entry mapping) {
    return Value.of(
        Type.Int.U64, address, List.of(new Origin(Origin.Kind.DMA_ADDRESS, mapping.id, 0, 0)));
  }

  void unmapRange(Request request, Value address, Value size, boolean resource) {
    plausible(request, size.bits());
    deviceWorks();
    end(context.mappings.live(Kind.SINGLE, address.bits()), request);
    var at = new DmaAddr(address.bits());
    int token = context.token();
    if (resource) {
      context.api.unmapResource(at, size.bits(), request.direction(), request.attrs(), token);
    } else {
      context.api.unmapPhys(at, size.bits(), request.direction(), request.attrs(), token);
    }
    context.drainLedger(isInput(address));
    context.device.checkDeliveries();
  }

  Value mappingError(Operation operation, Value device, Value address) {
    context
        .mappings
        .holding(address.bits())
        .ifPresent(m -> checkDevice(Optional.of(m), operation.word(), device.bits()));
    int error = context.api.mappingError(new DmaAddr(address.bits()), context.token());
    address.origins().stream()
        .filter(o -> o.kind() == Origin.Kind.DMA_ADDRESS)
        .map(o -> context.mappings.get(o.owner()))
        .forEach(m -> asked(operation, m, address, error != 0));
    return Value.s32(error);
  }

  private void asked(Operation operation, Entry mapping, Value address, boolean seen) {
    mapping.ask();
    if (mapping.segments.isEmpty() && !seen) {
      context.misused(
          "overlooks-map-error",
          "%s() gets 0x%x of the DMA_MAPPING_ERROR of a failed mapping"
              .formatted(operation.word(), address.bits()),
          Optional.of(mapping.at));
    }
  }

  /// Whether a bus address comes from no mapping call of the run.
  private static boolean isInput(Value address) {
    return address.origins().isEmpty();
  }

  void syncRange(Request request, Value handle, long offset, long size, boolean forCpu) {
    long address = handle.bits() + offset;
    plausible(request, size);
    if (forCpu) {
      deviceWorks();
    }
    Optional<Entry> mapping = context.mappings.holding(address);
    checkDevice(mapping, request);
    synced(mapping, request);
    var at = new DmaAddr(address);
    if (forCpu) {
      context.api.syncSingleForCpu(at, size, request.direction(), context.token());
    } else {
      context.api.syncSingleForDevice(at, size, request.direction(), context.token());
    }
    context.drainLedger(isInput(handle));
  }

  // ---- common

  /// A length that is longer than memory is none that the driver would get from its framework.
  private void plausible(Request request, long bytes) {
    if (Long.compareUnsigned(bytes, MOST_BYTES) > 0) {
      throw context.notExecutable(
          request.call() + "() of 0x" + Long.toHexString(bytes) + " bytes, more than there is");
    }
  }

  /// Makes the operation fail in the emulator when the plan says so.
  boolean inject(Operation operation) {
    boolean fails = context.fails(operation);
    context.api.failMapping(fails ? context.api.mappingOperations() + 1 : 0);
    return fails;
  }

  void failed(Request request, String result, boolean injected) {
    errorReturned |= result.startsWith("-");
    context.add(new Event.MapFailed(context.here(), request.call(), result, injected));
  }

  /// A driver that unmaps, or takes memory back, believes that the device is done, unless it undoes
  /// what an error left half done.
  void deviceWorks() {
    if (!context.faultInjected() && !errorReturned) {
      context.device.run();
    }
  }

  void end(Optional<Entry> mapping, Request request) {
    checkDevice(mapping, request);
    mapping.ifPresent(context.mappings::end);
    context.add(
        new Event.Unmapped(context.here(), mapping.map(m -> m.id).orElse(0), request.call()));
  }

  private void synced(Optional<Entry> mapping, Request request) {
    context.add(new Event.Synced(context.here(), mapping.map(m -> m.id).orElse(0), request.call()));
  }

  private void checkDevice(Optional<Entry> mapping, Request request) {
    checkDevice(mapping, request.call(), request.device());
  }

  private void checkDevice(Optional<Entry> mapping, String call, long device) {
    if (mapping.isPresent() && mapping.get().device != device) {
      // Whether two pointers of the input lead to one device is not in the driver's text.
      boolean unknown =
          !context.inputs.isKnown(device) || !context.inputs.isKnown(mapping.get().device);
      context.misused(
          "frees-dma-memory-of-different-device",
          call + "() for another device than the one that the mapping was made for",
          Optional.of(mapping.get().at),
          unknown);
    }
  }
}
