// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgdiet.runtime.machine.DmaOperations.Request;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.program.KernelLayouts;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// What the SCSI and block layers keep in a command and hand over through accessors: the shape's
/// list, one for each command or request.
final class FrameworkOperations {
  /// Of `enum dma_data_direction`.
  private static final int BIDIRECTIONAL = 0;

  private static final int FROM_DEVICE = 2;

  private final Context context;
  private final SgMapOperations sgMaps;
  private final VectorOperations vectors;
  private final Map<Long, Long> vecsOfCommands = new HashMap<>();

  FrameworkOperations(Context context, SgMapOperations sgMaps, VectorOperations vectors) {
    this.context = context;
    this.sgMaps = sgMaps;
    this.vectors = vectors;
  }

  private Slot slot(long owner) {
    return context.inputs.slot("data", "@" + Long.toHexString(owner));
  }

  Value sglist(long owner) {
    return Value.pointer(slot(owner).listHead());
  }

  Value count(long owner) {
    return Value.of(Type.Int.U32, slot(owner).listEntries(), slot(owner).countOrigin());
  }

  Value bytes(long owner) {
    return Value.of(Type.Int.U32, slot(owner).bytes());
  }

  /// The direction of a request, which goes one way: `rq_dma_dir()`, `mmc_get_dma_dir()`.
  Value direction() {
    int direction = context.inputs.direction();
    return Value.s32(direction == BIDIRECTIONAL ? FROM_DEVICE : direction);
  }

  private Request request(Operation operation) {
    return new Request(
        operation.word(), context.inputs.device(), Direction.of(context.inputs.direction()), 0);
  }

  /// `scsi_dma_map()`: the count, 0 without data, or -ENOMEM (drivers/scsi/scsi_lib_dma.c, 7.3).
  Value scsiMap(Operation operation, long command) {
    Value count = count(command);
    if (count.isZero()) {
      return Value.s32(0);
    }
    Value mapped = sgMaps.mapSg(operation, request(operation), sglist(command), count);
    return mapped.isZero() ? Value.s32(-Errno.ENOMEM) : mapped;
  }

  /// `scsi_dma_unmap()`.
  void scsiUnmap(Operation operation, long command) {
    Value count = count(command);
    if (!count.isZero()) {
      sgMaps.unmapSg(request(operation), sglist(command), (int) count.bits());
    }
  }

  /// The `struct dma_vecs` that the API patch puts into a command.
  private long vecsOf(long command) {
    return vecsOfCommands.computeIfAbsent(command, _ -> vectors.create("command"));
  }

  /// `scsi_dma_map_vecs()`: the number of vectors, 0 without data, or -ENOMEM.
  Value scsiMapVecs(Operation operation, long command) {
    Value count = count(command);
    if (count.isZero()) {
      return Value.s32(0);
    }
    Value mapped =
        vectors.mapVecs(operation, request(operation), vecsOf(command), sglist(command), count);
    return mapped.isZero() ? Value.s32(-Errno.ENOMEM) : mapped;
  }

  /// `scsi_dma_unmap_vecs()`.
  void scsiUnmapVecs(Operation operation, long command) {
    vectors.unmapVecs(request(operation), vecsOf(command));
  }

  /// `scsi_dma_vecs()`.
  Value vecs(long command) {
    return vectors.first(vecsOf(command));
  }

  /// `req_bvec()`: the first piece of the request as a `struct bio_vec`.
  void firstPiece(long request, long vector) {
    Slot slot = slot(request);
    context.memory.fill(vector, (byte) 0, KernelLayouts.BIO_VEC.sizeBytes());
    if (slot.listEntries() > 0) {
      long sg = slot.listHead();
      context.memory.store(vector, Value.pointer(context.lists.page(sg)));
      context.memory.store(vector + 8, context.lists.length(sg));
      context.memory.store(vector + 12, context.lists.offset(sg));
    }
  }

  /// `blk_rq_map_sg()`: fills a list of the driver from the request; the count.
  Value mapRequest(long request, long sgl) {
    Slot slot = slot(request);
    if (slot.listEntries() == 0) {
      return Value.s32(0);
    }
    List<Long> from = context.lists.walk(slot.listHead(), slot.listEntries());
    long to = sgl;
    for (int i = 0; i < from.size(); i++) {
      long sg = from.get(i);
      context.lists.markEnd(to, false);
      context.lists.setPage(
          to, context.lists.page(sg), context.lists.length(sg), context.lists.offset(sg).bits());
      if (i + 1 < from.size()) {
        to = context.lists.next(to);
        if (to == 0) {
          throw context.fault(
              Stop.Kind.WALK_BEHIND_THE_END,
              "a request of %d segments in a list of %d".formatted(from.size(), i + 1));
        }
      }
    }
    context.lists.markEnd(to, true);
    return Value.of(Type.Int.S32, from.size(), slot.countOrigin());
  }
}
