// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.api.DmaBatch;
import org.sgdiet.runtime.api.DmaVec;
import org.sgdiet.runtime.api.Phyr;
import org.sgdiet.runtime.machine.DmaOperations.Request;
import org.sgdiet.runtime.machine.MappingTable.Entry;
import org.sgdiet.runtime.machine.MappingTable.Kind;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// `dma_batch_*()` (docs/dma-batch.md) on a batch in the driver's memory; the batch's own bytes are
/// not looked at.
final class BatchOperations {

  private static final long VEC = 16;

  /// A batch that was started.
  private record Batch(DmaBatch emulated, Request request, long vecs, Entry mapping) {}

  private final Context context;
  private final DmaOperations dma;
  private final Map<Long, Batch> batches = new HashMap<>();

  BatchOperations(Context context, DmaOperations dma) {
    this.context = context;
    this.dma = dma;
  }

  /// `dma_batch_start()`: 0.
  Value start(Request request, long batch, long vecs, int max, long bytes) {
    DmaBatch emulated =
        DmaBatch.start(
            context.api,
            DmaBatch.Form.DRIVER_SIDE,
            max,
            bytes,
            request.direction(),
            request.attrs(),
            context.token());
    Entry mapping =
        context.mappings.add(
            Kind.IOVA, batch, request.device(), request.direction(), context.here());
    context.mappings.end(mapping);
    batches.put(batch, new Batch(emulated, request, vecs, mapping));
    return Value.s32(0);
  }

  private Batch batch(long address) {
    return Optional.ofNullable(batches.get(address))
        .orElseThrow(
            () -> context.fault(Stop.Kind.KERNEL_BUG, "a dma_batch call on a batch not started"));
  }

  /// `dma_batch_add()`: 0 or `-errno`.
  Value add(Operation operation, long address, long phyr) {
    Batch batch = batch(address);
    Value start = context.memory.load(phyr, Type.Int.U64, Inputs.Path.NONE);
    Value length = context.memory.load(phyr + 8, Type.Int.U64, Inputs.Path.NONE);
    boolean injected = context.fails(operation);
    int error =
        injected
            ? -Errno.ENOMEM
            : batch.emulated().add(new Phyr(new PhysAddr(start.bits()), length.bits()));
    if (error != 0) {
      Request request =
          new Request(
              operation.word(),
              batch.request().device(),
              batch.request().direction(),
              batch.request().attrs());
      dma.failed(request, "-" + Errno.name(error), injected);
      return Value.s32(error);
    }
    context.mappings.begin(batch.mapping());
    batch.mapping().input.add(new PhysRange(start.bits(), length.bits()));
    return Value.s32(0);
  }

  /// `dma_batch_finalize()`: the number of vectors.
  Value finish(Operation operation, long address) {
    Batch batch = batch(address);
    List<DmaVec> vectors = batch.emulated().finish();
    Entry mapping = batch.mapping();
    for (int i = 0; i < vectors.size(); i++) {
      DmaVec vector = vectors.get(i);
      mapping.segments.add(new Segment(vector.address().value(), vector.length()));
      long at = batch.vecs() + VEC * i;
      store(at, vector.address().value(), Origin.Kind.DMA_ADDRESS, mapping.id, i);
      store(at + 8, vector.length(), Origin.Kind.DMA_LENGTH, mapping.id, i);
    }
    context.add(
        new Event.Mapped(
            context.here(),
            mapping.id,
            operation.word(),
            mapping.direction,
            mapping.input.size(),
            List.copyOf(mapping.segments)));
    return Value.of(
        Type.Int.S32,
        vectors.size(),
        List.of(new Origin(Origin.Kind.MAPPED_COUNT, mapping.id, 0, 0)));
  }

  private void store(long at, long bits, Origin.Kind kind, int mapping, int index) {
    context.memory.store(
        at, Value.of(Type.Int.U64, bits, List.of(new Origin(kind, mapping, index, 0))));
  }

  /// `dma_batch_unmap()`.
  void unmap(Operation operation, long address) {
    dma.deviceWorks();
    Batch batch = batch(address);
    Request request =
        new Request(
            operation.word(),
            batch.request().device(),
            batch.request().direction(),
            batch.request().attrs());
    dma.end(Optional.of(batch.mapping()).filter(MappingTable.Entry::live), request);
    batch.emulated().unmap();
    batches.remove(address);
  }
}
