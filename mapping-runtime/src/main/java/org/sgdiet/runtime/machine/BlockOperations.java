// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.machine.DmaOperations.Request;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// `blk_rq_dma_map_iter_*()` (block/blk-mq-dma.c, 7.3) on a `struct blk_dma_iter` of the driver;
/// the request is the shape's list.
final class BlockOperations {

  private static final String ITER = "blk_dma_iter";
  private static final long MOST_SEGMENT_BYTES = 65536;
  private static final int BLK_STS_RESOURCE = 9;
  private static final long MAP_BUS_ADDR = 2;

  /// `PCI_P2PDMA_MAP_NONE` (include/linux/pci-p2pdma.h).
  private static final long P2PDMA_MAP_NONE = 1;

  private final Context context;
  private final FrameworkOperations framework;
  private final DmaOperations dma;
  private final IovaOperations iova;
  private final Map<Long, Deque<PhysRange>> walks = new HashMap<>();

  BlockOperations(
      Context context, FrameworkOperations framework, DmaOperations dma, IovaOperations iova) {
    this.context = context;
    this.framework = framework;
    this.dma = dma;
    this.iova = iova;
  }

  private Layout.Field field(String name) {
    return context
        .code
        .layout(ITER)
        .filter(Layout::exact)
        .flatMap(l -> l.field(name))
        .orElseThrow(() -> context.notExecutable("the layout of struct blk_dma_iter is not known"));
  }

  private void put(long iter, String name, Value value) {
    Layout.Field field = field(name);
    context.memory.store(iter + field.offsetBytes(), value.as(field.type()));
  }

  /// The memory of a shape is no other device's; a program that does not ask has no such member.
  private void tellOfNoPeer(long iter) {
    Optional<Layout.Field> state = context.code.layout(ITER).flatMap(l -> l.field("p2pdma"));
    if (state.isPresent() && state.get().type() instanceof Type.Struct(String layout)) {
      context
          .code
          .layout(layout)
          .flatMap(l -> l.field("map"))
          .ifPresent(map ->
              context.memory.store(
                  iter + state.get().offsetBytes() + map.offsetBytes(),
                  Value.of(map.type(), P2PDMA_MAP_NONE)));
    }
  }

  /// `blk_map_iter_next()`: physically adjacent parts come as one, up to the segment limit.
  private List<PhysRange> ranges(long request) {
    var all = new ArrayList<PhysRange>();
    int count = (int) framework.count(request).bits();
    for (long sg : context.lists.walk(framework.sglist(request).bits(), count)) {
      var next = new PhysRange(context.lists.phys(sg), context.lists.length(sg).bits());
      Optional<PhysRange> last = all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
      boolean joins =
          last.isPresent()
              && last.get().phys() + last.get().bytes() == next.phys()
              && last.get().bytes() + next.bytes() <= MOST_SEGMENT_BYTES;
      if (joins) {
        PhysRange before = all.removeLast();
        all.add(new PhysRange(before.phys(), before.bytes() + next.bytes()));
      } else {
        all.add(next);
      }
    }
    return all;
  }

  private static Value u64(long value) {
    return Value.of(Type.Int.U64, value);
  }

  private Request request(Operation operation, Value device) {
    return dma.request(operation, device, framework.direction(), 0);
  }

  /// `blk_rq_dma_map_iter_start()`.
  Value start(Operation operation, long rq, Value device, long state, long iter) {
    List<PhysRange> ranges = ranges(rq);
    put(iter, "status", u64(0));
    tellOfNoPeer(iter);
    walks.put(iter, new ArrayDeque<>(ranges));
    if (ranges.isEmpty()) {
      return Value.s32(0);
    }
    long total = ranges.stream().mapToLong(PhysRange::bytes).sum();
    boolean coalesces =
        gapsAreAligned(ranges)
            && !iova.tryAlloc(
                    Operation.DMA_IOVA_TRY_ALLOC,
                    device,
                    state,
                    u64(ranges.getFirst().phys()),
                    u64(total))
                .isZero();
    if (coalesces) {
      walks.put(iter, new ArrayDeque<>());
      return link(request(operation, device), device, state, iter, ranges, total);
    }
    context.memory.fill(state, (byte) 0, 16);
    return next(operation, device, iter);
  }

  /// `blk_can_dma_map_iova()`: no gap between segments inside a granule.
  private boolean gapsAreAligned(List<PhysRange> ranges) {
    long gaps = 0;
    for (int i = 1; i < ranges.size(); i++) {
      PhysRange before = ranges.get(i - 1);
      gaps |= (before.phys() + before.bytes()) | ranges.get(i).phys();
    }
    return (gaps & context.api.mergeBoundary()) == 0;
  }

  private Value link(
      Request request, Value device, long state, long iter, List<PhysRange> ranges, long total) {
    long done = 0;
    Value error = Value.s32(0);
    for (PhysRange r : ranges) {
      error =
          iova.link(
              Operation.DMA_IOVA_LINK, request, state, u64(r.phys()), u64(done), u64(r.bytes()));
      if (!error.isZero()) {
        break;
      }
      done += r.bytes();
    }
    if (error.isZero()) {
      error = iova.sync(Operation.DMA_IOVA_SYNC, device, state, u64(0), u64(done));
    }
    if (!error.isZero()) {
      iova.destroy(request, state, u64(done));
      put(iter, "status", u64(BLK_STS_RESOURCE));
      return Value.s32(0);
    }
    Value address = context.memory.load(state, Type.Int.U64, Inputs.Path.NONE);
    put(iter, "addr", address);
    put(iter, "len", lengthOf(address, total));
    return Value.s32(1);
  }

  private static Value lengthOf(Value address, long bytes) {
    List<Origin> origins =
        address.origins().stream()
            .map(o -> new Origin(Origin.Kind.DMA_LENGTH, o.owner(), o.index(), 0))
            .toList();
    return Value.of(Type.Int.U64, bytes, origins);
  }

  /// `blk_rq_dma_map_iter_next()`.
  Value next(Operation operation, Value device, long iter) {
    Optional<PhysRange> range = Optional.ofNullable(walks.get(iter)).map(Deque::pollFirst);
    if (range.isEmpty()) {
      return Value.s32(0);
    }
    Value address =
        dma.mapPhys(
            operation,
            request(operation, device),
            u64(range.get().phys()),
            u64(range.get().bytes()),
            false);
    if (context.api.mappingError(new DmaAddr(address.bits()), context.token()) != 0) {
      put(iter, "status", u64(BLK_STS_RESOURCE));
      return Value.s32(0);
    }
    put(iter, "addr", address);
    put(iter, "len", lengthOf(address, range.get().bytes()));
    return Value.s32(1);
  }

  /// `blk_rq_dma_unmap()`: whether there is nothing left for the driver to unmap.
  Value unmap(Operation operation, Value device, long state, Value mappedLength, long map) {
    if (map == MAP_BUS_ADDR) {
      return Value.s32(1);
    }
    if (!iova.inUse(state).isZero()) {
      iova.destroy(request(operation, device), state, mappedLength);
      return Value.s32(1);
    }
    return Value.s32(context.api.needUnmap(context.token()) ? 0 : 1);
  }
}
