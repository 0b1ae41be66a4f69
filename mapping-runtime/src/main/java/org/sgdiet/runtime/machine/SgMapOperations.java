// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sgdiet.runtime.machine.DmaOperations.Request;
import org.sgdiet.runtime.machine.MappingTable.Entry;
import org.sgdiet.runtime.machine.MappingTable.Kind;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.sg.ScatterArray;
import org.sgdiet.runtime.sg.ScatterEntry;
import org.sgdiet.runtime.sg.SgTable;

/// `dma_map_sg*()`, `dma_unmap_sg*()` and `dma_sync_sg*()`: the calls of [DmaOperations] that work
/// on a list.
final class SgMapOperations {

  private final Context context;
  private final DmaOperations dma;

  SgMapOperations(Context context, DmaOperations dma) {
    this.context = context;
    this.dma = dma;
  }

  /// `dma_map_sg_attrs()`: the count, or 0.
  Value mapSg(Operation operation, Request request, Value sgl, Value nents) {
    dma.defined(operation, sgl, "list");
    dma.defined(operation, nents, "count");
    int count = (int) nents.bits();
    context.mappings.tried(sgl.bits());
    if (count <= 0) {
      dma.failed(request, "0", false);
      return Value.s32(0);
    }
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    boolean injected = dma.inject(operation);
    ScatterArray array = context.lists.toEmulator(entries);
    int mapped =
        dma.mapped(
            request,
            isEmpty(array, entries.size()),
            () ->
                context.api.mapSg(
                    array.first(), count, request.direction(), request.attrs(), context.token()));
    if (mapped == 0) {
      context.lists.restore(entries, array);
      dma.failed(request, "0", injected);
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
        dma.mapped(
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
      dma.failed(request, "-EINVAL", false);
      return Value.s32(-Errno.EINVAL);
    }
    boolean injected = dma.inject(operation);
    ScatterArray array = context.lists.toEmulator(entries);
    var sgt = new SgTable(array.first(), count);
    int error =
        dma.mapped(
            request,
            isEmpty(array, count),
            () ->
                context.api.mapSgtable(sgt, request.direction(), request.attrs(), context.token()));
    if (error != 0) {
      context.lists.restore(entries, array);
      dma.failed(request, "-" + Errno.name(error), injected);
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
    dma.deviceWorks();
    Optional<Entry> mapping = context.mappings.live(Kind.LIST, sgl.bits());
    List<Long> entries = context.lists.walk(sgl.bits(), count);
    ScatterArray array = context.lists.toEmulator(entries);
    dma.end(mapping, request);
    context.api.unmapSg(
        array.first(), count, request.direction(), request.attrs(), context.token());
    context.drainLedger(!context.mappings.hasTried(sgl.bits()));
    context.lists.restore(entries, array);
    context.device.checkDeliveries(Attrs.any(request.attrs(), Attrs.SKIP_CPU_SYNC));
  }

  void unmapSgtable(Request request, long table) {
    Value sgl = context.memory.load(table, Type.Int.U64, new Inputs.Path("sg_table", "sgl"));
    unmapSg(request, sgl, (int) origNents(table));
  }

  void syncSg(Request request, Value sgl, int count, boolean forCpu) {
    if (forCpu) {
      dma.deviceWorks();
    }
    Optional<Entry> mapping = context.mappings.live(Kind.LIST, sgl.bits());
    dma.checkDevice(mapping, request);
    dma.synced(mapping, request);
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
}
