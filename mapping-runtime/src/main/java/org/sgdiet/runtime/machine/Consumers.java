// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// Calls that take DMA addresses and lengths from the driver and hand them to a device: a DMA
/// engine, an RDMA memory registration.
final class Consumers {

  private static final long GROUPS = Long.MIN_VALUE;

  private final Context context;
  private long groups;

  Consumers(Context context) {
    this.context = context;
  }

  private boolean refused(Operation operation) {
    boolean refused = context.fails(operation);
    if (refused) {
      context.add(new Event.Refused(context.here(), operation.word()));
    }
    return refused;
  }

  /// `dmaengine_prep_slave_sg()`: the provider walks `count` out sides.
  Value prepSg(Operation operation, long sgl, int count) {
    if (refused(operation)) {
      return Value.pointer(0);
    }
    walk(operation, sgl, count);
    return transaction();
  }

  /// `ib_map_mr_sg()`: the count that it took.
  Value mapMr(Operation operation, long sgl, int count) {
    if (refused(operation)) {
      return Value.s32(-22);
    }
    walk(operation, sgl, count);
    return Value.s32(count);
  }

  private void walk(Operation operation, long sgl, int count) {
    for (long sg : context.lists.walk(sgl, count)) {
      consume(operation, context.lists.dmaAddress(sg), context.lists.dmaLength(sg));
    }
  }

  /// `dmaengine_prep_peripheral_dma_vec()`: an array of `struct dma_vec`.
  Value prepVec(Operation operation, long vecs, int count) {
    if (refused(operation)) {
      return Value.pointer(0);
    }
    for (int i = 0; i < count; i++) {
      long vec = vecs + 16L * i;
      Value address = context.memory.load(vec, Type.Int.U64, Inputs.Path.NONE);
      Value length = context.memory.load(vec + 8, Type.Int.U64, Inputs.Path.NONE);
      consume(operation, address, length);
    }
    return transaction();
  }

  /// One address and one length.
  Value prepSingle(Operation operation, List<Value> pairs) {
    if (refused(operation)) {
      return Value.pointer(0);
    }
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      consume(operation, pairs.get(i), pairs.get(i + 1));
    }
    return transaction();
  }

  private void consume(Operation operation, Value address, Value length) {
    long group = GROUPS + groups++;
    put(new Sink(Sink.Kind.DEVICE, operation.word() + "() address", group), address);
    put(new Sink(Sink.Kind.DEVICE, operation.word() + "() length", group), length);
  }

  private void put(Sink sink, Value value) {
    if (value.origins().isEmpty()) {
      context.descriptors.plain(sink.group(), value.logical());
    }
    int bits = 8 * AddressSpace.width(value.type());
    context.stored(new Event.Stored(context.here(), sink, bits, value.logical(), value.origins()));
  }

  private Value transaction() {
    return Value.pointer(context.inputs.fresh("transaction", "dma_async_tx_descriptor").address());
  }
}
