// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.machine.DmaOperations.Request;
import org.sgdiet.runtime.machine.MappingTable.Entry;
import org.sgdiet.runtime.machine.MappingTable.Kind;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// `dma_iova_*()` on a `struct dma_iova_state` in the driver's memory.
final class IovaOperations {

  private static final long USE_SWIOTLB = 1L << 63;

  private final Context context;
  private final DmaOperations dma;
  private final Map<Long, IovaState> states = new HashMap<>();

  IovaOperations(Context context, DmaOperations dma) {
    this.context = context;
    this.dma = dma;
  }

  /// `dma_iova_try_alloc()`.
  Value tryAlloc(Operation operation, Value device, long state, Value phys, Value size) {
    boolean injected = dma.inject(operation);
    var emulated = new IovaState();
    boolean got =
        context
            .api
            .iova()
            .tryAlloc(emulated, new PhysAddr(phys.bits()), size.bits(), context.token());
    if (!got) {
      write(state, emulated, List.of());
      if (injected) {
        context.add(new Event.Refused(context.here(), operation.word()));
      }
      return Value.s32(0);
    }
    states.put(emulated.address(), emulated);
    Entry mapping =
        context.mappings.add(
            Kind.IOVA, emulated.address(), device.bits(), Direction.NONE, context.here());
    write(state, emulated, List.of(new Origin(Origin.Kind.DMA_ADDRESS, mapping.id, 0, 0)));
    return Value.s32(1);
  }

  private void write(long state, IovaState emulated, List<Origin> origins) {
    context.memory.store(state, Value.of(Type.Int.U64, emulated.address(), origins));
    long size = emulated.size() | (emulated.usesSwiotlb() ? USE_SWIOTLB : 0);
    context.memory.store(state + 8, Value.of(Type.Int.U64, size));
  }

  private Value load(long at) {
    return context.memory.load(at, Type.Int.U64, Inputs.Path.NONE);
  }

  /// `dma_use_iova()`.
  Value inUse(long state) {
    return Value.s32(load(state + 8).isZero() ? 0 : 1);
  }

  /// `dma_iova_size()`.
  Value size(long state) {
    return Value.of(Type.Int.U64, load(state + 8).bits() & ~USE_SWIOTLB);
  }

  private IovaState emulated(long state) {
    return Optional.ofNullable(states.get(load(state).bits()))
        .orElseGet(() -> {
          context.misused(
              "iova-state-not-allocated",
              "a dma_iova call on a state without an allocation",
              Optional.empty());
          return new IovaState();
        });
  }

  private Optional<Entry> mapping(long state) {
    return context.mappings.live(Kind.IOVA, load(state).bits());
  }

  /// `dma_iova_link()`.
  Value link(
      Operation operation, Request request, long state, Value phys, Value offset, Value size) {
    boolean injected = dma.inject(operation);
    IovaState emulated = emulated(state);
    int result =
        context
            .api
            .iova()
            .link(
                emulated,
                new PhysAddr(phys.bits()),
                offset.bits(),
                size.bits(),
                request.direction(),
                request.attrs(),
                context.token());
    if (result != 0) {
      dma.failed(request, "-" + Errno.name(result), injected);
      context.drainLedger(hasLargerPages());
      return Value.s32(result);
    }
    // What was asked for in all need not count a part that the run chose by itself.
    context.drainLedger(context.inputs.isAssumed(size.bits()));
    mapping(state)
        .ifPresent(m -> {
          m.direction = request.direction();
          m.input.add(new PhysRange(phys.bits(), size.bits()));
          long linked = m.input.stream().mapToLong(PhysRange::bytes).sum();
          m.segments.clear();
          m.segments.add(new Segment(emulated.address(), linked));
        });
    return Value.s32(0);
  }

  /// Whether a page of the program is but a part of one here: such a kernel would not have asked
  /// for parts.
  private boolean hasLargerPages() {
    return context.api.profile().platform().pageShift() > context.lists.pageShift();
  }

  /// `dma_iova_sync()`.
  Value sync(Operation operation, Value device, long state, Value offset, Value size) {
    boolean injected = context.fails(operation);
    Request request = new Request(operation.word(), device.bits(), Direction.NONE, 0);
    int result =
        injected
            ? -Errno.ENOMEM
            : context.api.iova().sync(emulated(state), offset.bits(), size.bits(), context.token());
    if (result != 0) {
      dma.failed(request, "-" + Errno.name(result), injected);
      return Value.s32(result);
    }
    mapping(state)
        .ifPresent(m ->
            context.add(
                new Event.Mapped(
                    context.here(),
                    m.id,
                    request.call(),
                    m.direction,
                    m.input.size(),
                    List.copyOf(m.segments))));
    return Value.s32(0);
  }

  /// `dma_iova_unlink()`.
  void unlink(Request request, long state, Value offset, Value size) {
    dma.deviceWorks();
    context
        .api
        .iova()
        .unlink(
            emulated(state),
            offset.bits(),
            size.bits(),
            request.direction(),
            request.attrs(),
            context.token());
  }

  /// `dma_iova_free()`.
  void free(Operation operation, Value device, long state) {
    Request request = new Request(operation.word(), device.bits(), Direction.NONE, 0);
    dma.end(mapping(state), request);
    context.api.iova().free(emulated(state), context.token());
  }

  /// `dma_iova_destroy()`.
  void destroy(Request request, long state, Value mappedLength) {
    dma.deviceWorks();
    dma.end(mapping(state), request);
    context
        .api
        .iova()
        .destroy(
            emulated(state),
            mappedLength.bits(),
            request.direction(),
            request.attrs(),
            context.token());
  }
}
