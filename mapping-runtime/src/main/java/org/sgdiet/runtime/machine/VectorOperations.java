// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.machine.DmaOperations.Request;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// The phyr vocabulary: `struct phyr` in, `struct dma_vec` out.
final class VectorOperations {

  private static final int VEC = 16;
  private static final int VECS = 40;

  /// What stands behind an array of vectors that was filled from a list.
  private record FromList(Value sgl, int entries) {}

  private final Context context;
  private final DmaOperations dma;
  private final SgMapOperations sgMaps;
  private final Map<Long, FromList> lists = new HashMap<>();

  VectorOperations(Context context, DmaOperations dma, SgMapOperations sgMaps) {
    this.context = context;
    this.dma = dma;
    this.sgMaps = sgMaps;
  }

  private Value load(long at) {
    return context.memory.load(at, Type.Int.U64, Inputs.Path.NONE);
  }

  private void write(long vec, Value address, Value length) {
    context.memory.store(vec, address.as(Type.Int.U64));
    context.memory.store(vec + 8, length.as(Type.Int.U64));
  }

  /// `dma_map_phyr()`: 0 or `-errno`.
  Value mapPhyr(Operation operation, Request request, long in, long out) {
    Value length = load(in + 8);
    Value address = dma.mapPhys(operation, request, load(in), length, false);
    if (address.bits() == -1) {
      return Value.s32(-Errno.ENOMEM);
    }
    context.api.mappingError(new DmaAddr(address.bits()), context.token());
    int mapping = address.origins().getFirst().owner();
    Origin origin = new Origin(Origin.Kind.DMA_LENGTH, mapping, 0, 0);
    write(out, address, Value.of(Type.Int.U64, length.bits(), List.of(origin)));
    return Value.s32(0);
  }

  /// `dma_unmap_vec()`.
  void unmapVec(Request request, long vec) {
    dma.unmapRange(request, load(vec), load(vec + 8), false);
  }

  /// `dma_map_sgl_to_vecs()`: the vectors written, -ENOSPC or -ENOMEM. Its interim body maps the
  /// list and copies the out sides.
  Value mapSgl(Operation operation, Request request, Value sgl, Value nents, long out, int most) {
    Value mapped = sgMaps.mapSg(operation, request, sgl, nents);
    int count = (int) mapped.bits();
    if (count == 0) {
      return Value.s32(-Errno.ENOMEM);
    }
    if (count > most) {
      sgMaps.unmapSg(request, sgl, (int) nents.bits());
      return Value.s32(-Errno.ENOSPC);
    }
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    for (int i = 0; i < count; i++) {
      long sg = entries.get(i);
      write(out + (long) VEC * i, context.lists.dmaAddress(sg), context.lists.dmaLength(sg));
    }
    lists.put(out, new FromList(sgl, (int) nents.bits()));
    return mapped;
  }

  /// `dma_unmap_vecs()`.
  void unmapVecs(Request request, long vecs, int count) {
    Optional<FromList> list = Optional.ofNullable(lists.remove(vecs));
    if (list.isPresent()) {
      sgMaps.unmapSg(request, list.get().sgl(), list.get().entries());
      return;
    }
    for (int i = 0; i < count; i++) {
      unmapVec(request, vecs + (long) VEC * i);
    }
  }

  // ---- struct dma_vecs: vec, nr, nents, sgl

  private static final Inputs.Path VEC_OF = new Inputs.Path("dma_vecs", "vec");
  private static final Inputs.Path NR_OF = new Inputs.Path("dma_vecs", "nr");

  /// An empty `struct dma_vecs` that the kernel keeps for `whom`.
  long create(String whom) {
    MemoryObject object =
        context.memory.create("dma_vecs of the " + whom, MemoryObject.Kind.DATA, VECS, "dma_vecs");
    context.memory.fill(object.address(), (byte) 0, VECS);
    return object.address();
  }

  /// `dma_vecs_map_sgl()`: the count, or 0.
  Value mapVecs(Operation operation, Request request, long vecs, Value sgl, Value nents) {
    Value mapped = sgMaps.mapSg(operation, request, sgl, nents);
    int count = (int) mapped.bits();
    context.memory.store(vecs + 8, mapped.as(Type.Int.U32));
    if (count != 0) {
      copy(vecs, sgl, nents, count);
    }
    return mapped;
  }

  /// `dma_vecs_map_sgtable()`: 0 or a negative error code.
  Value mapTable(Operation operation, Request request, long vecs, long table) {
    Value result = sgMaps.mapSgtable(operation, request, table);
    boolean failed = result.bits() != 0;
    Value count =
        failed
            ? Value.of(Type.Int.U32, 0)
            : context.memory.load(table + 8, Type.Int.U32, new Inputs.Path("sg_table", "nents"));
    context.memory.store(vecs + 8, count);
    if (!failed) {
      Value sgl = context.memory.load(table, Type.Pointer.VOID, new Inputs.Path("sg_table", "sgl"));
      copy(vecs, sgl, Value.of(Type.Int.U32, sgMaps.origNents(table)), (int) count.bits());
    }
    return result;
  }

  /// Leaves the out side of a mapped list in `vecs`; the vectors behind it are no addresses.
  private void copy(long vecs, Value sgl, Value nents, int count) {
    MemoryObject array =
        context.memory.create("vectors", MemoryObject.Kind.DATA, VEC * nents.bits(), "dma_vec");
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    for (int i = 0; i < count; i++) {
      long sg = entries.get(i);
      write(
          array.address() + (long) VEC * i,
          context.lists.dmaAddress(sg),
          context.lists.dmaLength(sg));
    }
    int mapping =
        context.lists.dmaAddress(sgl.bits()).origins().stream()
            .findFirst()
            .map(Origin::owner)
            .orElse(0);
    for (int i = count; i < nents.bits(); i++) {
      write(
          array.address() + (long) VEC * i,
          unmapped(DmaAddr.ERROR, Origin.Kind.UNMAPPED_ADDRESS, mapping, i),
          unmapped(0, Origin.Kind.UNMAPPED_LENGTH, mapping, i));
    }
    context.memory.store(vecs, Value.pointer(array.address()));
    context.memory.store(vecs + 12, nents.as(Type.Int.U32));
    context.memory.store(vecs + 16, sgl);
  }

  private static Value unmapped(long bits, Origin.Kind kind, int mapping, int index) {
    return Value.of(Type.Int.U64, bits, List.of(new Origin(kind, mapping, index, 0)));
  }

  /// `dma_vecs_unmap()`.
  void unmapVecs(Request request, long vecs) {
    if (context.memory.load(vecs + 8, Type.Int.U32, NR_OF).isZero()) {
      return;
    }
    Value sgl = context.memory.load(vecs + 16, Type.Pointer.VOID, Inputs.Path.NONE);
    Value nents = context.memory.load(vecs + 12, Type.Int.U32, Inputs.Path.NONE);
    sgMaps.unmapSg(request, sgl, (int) nents.bits());
    context.memory.store(vecs, Value.pointer(0));
    context.memory.store(vecs + 8, Value.of(Type.Int.U32, 0));
  }

  /// The first vector.
  Value first(long vecs) {
    return context.memory.load(vecs, Type.Pointer.VOID, VEC_OF);
  }
}
