// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sgdiet.runtime.machine.MappingTable.Entry;
import org.sgdiet.runtime.machine.MappingTable.Kind;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.sg.KernelBug;

/// `dma_map_*()`, `dma_unmap_*()` and `dma_sync_*()` of one buffer or range, and what those of
/// lists share with them: reads the driver's memory, asks the emulator, and writes back what the
/// kernel would leave there.
final class DmaOperations {

  /// What the driver asks for besides the list or range.
  record Request(String call, long device, Direction direction, long attrs) {}

  private static final long MOST_BYTES = 1L << 32;
  private static final long WIDER_THAN_16_BITS = 1L << 16;
  private static final long PAGE = 1L << 12;

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

  void defined(Operation operation, Value value, String what) {
    for (Origin origin : value.origins()) {
      if (origin.owner() == Origin.BETWEEN_OBJECTS.owner()
          && origin.kind() == Origin.Kind.UNDEFINED) {
        throw context.notExecutable(
            operation.word() + "() gets a " + what + " from pointers to two objects");
      }
      if (origin.kind() == Origin.Kind.UNDEFINED) {
        if (context.memory.object(origin.owner()).filter(MemoryObject::isHandedOut).isPresent()) {
          throw context.notExecutable(
              operation.word() + "() gets a " + what + " that a call sets which is not followed");
        }
        context.misused(
            "undefined-argument",
            operation.word() + "() gets a " + what + " that nobody set",
            Optional.empty());
        return;
      }
    }
  }

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
  <T> T mapped(Request request, boolean empty, Supplier<T> mapping) {
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
    CpuAddr at = new CpuAddr(pointer);
    boolean anywhere = at.isVmalloc() || (at.isLinear() && isMemory(pointer));
    if (object.isEmpty() && !anywhere) {
      throw context.notExecutable(request.call() + "() of memory at an address of unknown origin");
    }
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

  private boolean isMemory(long pointer) {
    return context.api.host().memory().exists(context.memory.physOf(pointer), 1);
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
    boolean registers = resource || Attrs.any(request.attrs(), Attrs.MMIO);
    if (!registers && !context.api.host().memory().exists(phys.bits(), 1)) {
      throw context.notExecutable(request.call() + "() of memory at an address of unknown origin");
    }
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
    if (registers) {
      // That an input is no memory of a device is not the driver's doing.
      context.drainLedger(!isMadeByDriver(phys.bits()));
    }
    Value handle = single(request, address, phys.bits(), size, injected);
    if (resource) {
      handle.origins().forEach(o -> context.mappings.get(o.owner()).markRegisters());
    }
    return handle;
  }

  private boolean isMadeByDriver(long phys) {
    return context
        .memory
        .find(CpuAddr.ofPhys(new PhysAddr(phys)).value(), 1)
        .filter(o ->
            switch (o.kind()) {
              case STATIC, HEAP, STACK, VIRTUAL, COHERENT -> true;
              case INPUT, DATA, REGISTERS -> false;
            })
        .isPresent();
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
    Optional<Entry> mapping = context.mappings.live(Kind.SINGLE, address.bits());
    boolean cutOff =
        mapping.filter(m -> isCutOff(m, size.bits()) || isOfInput(m, size.bits())).isPresent();
    end(mapping, request);
    var at = new DmaAddr(address.bits());
    int token = context.token();
    if (resource) {
      context.api.unmapResource(at, size.bits(), request.direction(), request.attrs(), token);
    } else {
      context.api.unmapPhys(at, size.bits(), request.direction(), request.attrs(), token);
    }
    context.drainLedger(isInput(address) || cutOff || isHalf(address.bits()));
    context.device.checkDeliveries(Attrs.any(request.attrs(), Attrs.SKIP_CPU_SYNC));
  }

  /// Whether a length is what a narrow field of the driver has left of the input's: one of 16 bits
  /// says that no framework hands a transfer of 128 KiB to the driver.
  private boolean isCutOff(Entry mapping, long bytes) {
    long mapped = mapping.input.stream().mapToLong(PhysRange::bytes).sum();
    long lost = Long.lowestOneBit(mapped - bytes);
    return bytes < mapped
        && mapped >= WIDER_THAN_16_BITS
        && lost >= PAGE
        && lost > bytes
        && (mapped == context.shape.totalBytes()
            || mapping.input.stream().noneMatch(r -> isMadeByDriver(r.phys())));
  }

  /// Whether a length is that of the input, and what was mapped is memory of the driver's own, or
  /// of a length that the run chose: who sets the field that it stands in is not known.
  private boolean isOfInput(Entry mapping, long bytes) {
    long mapped = mapping.input.stream().mapToLong(PhysRange::bytes).sum();
    return bytes != mapped
        && (context.inputs.isAssumed(mapped)
            || (bytes == context.shape.totalBytes()
                && mapping.input.stream().allMatch(r -> isMadeByDriver(r.phys()))));
  }

  /// Whether an address is the low half of one that is mapped: a driver that keeps handles in 32
  /// bits says that its device gets no wider ones.
  private boolean isHalf(long address) {
    return address >>> 32 == 0
        && context.mappings.live().stream()
            .flatMap(m -> m.segments.stream())
            .anyMatch(s ->
                s.address() >>> 32 != 0
                    && (s.address() & 0xffff_ffffL) == address
                    && !context.deviceReaches(s.address()));
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
    boolean unknown = mapping.filter(m -> isOfInput(m, size)).isPresent();
    context.drainLedger(isInput(handle) || unknown);
  }

  /// A driver that cleans the caches by itself hands over what it wrote as a sync does.
  void flushCache(long pointer, long bytes) {
    long phys = context.memory.physOf(pointer);
    for (Entry m : context.mappings.live()) {
      boolean inside =
          m.kind == Kind.SINGLE
              && m.direction != Direction.FROM_DEVICE
              && m.input.size() == 1
              && m.input.getFirst().phys() <= phys
              && phys + bytes <= m.input.getFirst().phys() + m.input.getFirst().bytes();
      if (inside) {
        long offset = phys - m.input.getFirst().phys();
        var at = new DmaAddr(m.segments.getFirst().address() + offset);
        context.api.syncSingleForDevice(at, bytes, m.direction, context.token());
        context.drainLedger();
      }
    }
  }

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

  void synced(Optional<Entry> mapping, Request request) {
    context.add(new Event.Synced(context.here(), mapping.map(m -> m.id).orElse(0), request.call()));
  }

  void checkDevice(Optional<Entry> mapping, Request request) {
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
