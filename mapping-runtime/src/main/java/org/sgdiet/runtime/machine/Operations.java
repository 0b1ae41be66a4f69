// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// Performs operations: one line for each, the work is in the files it names.
final class Operations {

  private final Context context;
  private final SgMemory sg;
  private final DmaOperations dma;
  private final SgMapOperations sgMaps;
  private final IovaOperations iova;
  private final VectorOperations vectors;
  private final BatchOperations batches;
  private final ListOperations list;
  private final FrameworkOperations framework;
  private final BlockOperations block;
  private final Consumers consumers;
  private final MemoryOperations memory;
  private Operation op = Operation.DEVICE_RUNS;
  private List<Value> args = List.of();

  Operations(Context context) {
    this.context = context;
    this.sg = context.lists;
    this.dma = new DmaOperations(context);
    this.sgMaps = new SgMapOperations(context, dma);
    this.iova = new IovaOperations(context, dma);
    this.vectors = new VectorOperations(context, dma, sgMaps);
    this.batches = new BatchOperations(context, dma);
    this.list = new ListOperations(context);
    this.framework = new FrameworkOperations(context, sgMaps, vectors);
    this.block = new BlockOperations(context, framework, dma, iova);
    this.consumers = new Consumers(context);
    this.memory = new MemoryOperations(context);
  }

  private interface Action {
    void run();
  }

  private static Value done(Action action) {
    action.run();
    return Value.s32(0);
  }

  private static Value bool(boolean value) {
    return Value.s32(value ? 1 : 0);
  }

  private static Value u64(long value) {
    return Value.of(Type.Int.U64, value);
  }

  private static boolean isError(long pointer) {
    return Long.compareUnsigned(pointer, -4095L) >= 0;
  }

  // Short names, because the table below is read as a table.
  private Value a(int index) {
    return args.get(index);
  }

  private long n(int index) {
    return args.get(index).bits();
  }

  private int i(int index) {
    return (int) args.get(index).bits();
  }

  private Value mapBvec() {
    long bvec = n(1);
    Value page = context.memory.load(bvec, Type.Pointer.VOID, Inputs.Path.NONE);
    Value length = context.memory.load(bvec + 8, Type.Int.U32, Inputs.Path.NONE);
    Value offset = context.memory.load(bvec + 12, Type.Int.U32, Inputs.Path.NONE);
    return dma.mapPage(op, dma.request(op, a(0), a(2), n(3)), page, offset, length);
  }

  private Value syncTable(boolean forCpu) {
    Value sgl = context.memory.load(n(1), Type.Int.U64, new Inputs.Path("sg_table", "sgl"));
    int count = (int) sgMaps.origNents(n(1));
    sgMaps.syncSg(dma.request(op, a(0), a(2), 0), sgl, count, forCpu);
    return Value.s32(0);
  }

  /// The result of one operation.
  Value perform(Operation operation, List<Value> arguments) {
    op = operation;
    args = arguments;
    return switch (operation) {
      case DMA_MAP_SG -> sgMaps.mapSg(op, dma.request(op, a(0), a(3), 0), a(1), a(2));
      case DMA_MAP_SG_ATTRS -> sgMaps.mapSg(op, dma.request(op, a(0), a(3), n(4)), a(1), a(2));
      case DMA_UNMAP_SG -> done(() -> sgMaps.unmapSg(dma.request(op, a(0), a(3), 0), a(1), i(2)));
      case DMA_UNMAP_SG_ATTRS ->
          done(() -> sgMaps.unmapSg(dma.request(op, a(0), a(3), n(4)), a(1), i(2)));
      case DMA_MAP_SGTABLE -> sgMaps.mapSgtable(op, dma.request(op, a(0), a(2), n(3)), n(1));
      case DMA_UNMAP_SGTABLE ->
          done(() -> sgMaps.unmapSgtable(dma.request(op, a(0), a(2), n(3)), n(1)));
      case DMA_MAP_SINGLE -> dma.mapSingle(op, dma.request(op, a(0), a(3), 0), a(1), a(2));
      case DMA_MAP_SINGLE_ATTRS -> dma.mapSingle(op, dma.request(op, a(0), a(3), n(4)), a(1), a(2));
      case DMA_UNMAP_SINGLE ->
          done(() -> dma.unmapRange(dma.request(op, a(0), a(3), 0), a(1), a(2), false));
      case DMA_UNMAP_SINGLE_ATTRS ->
          done(() -> dma.unmapRange(dma.request(op, a(0), a(3), n(4)), a(1), a(2), false));
      case DMA_MAP_PAGE -> dma.mapPage(op, dma.request(op, a(0), a(4), 0), a(1), a(2), a(3));
      case DMA_MAP_PAGE_ATTRS ->
          dma.mapPage(op, dma.request(op, a(0), a(4), n(5)), a(1), a(2), a(3));
      case DMA_UNMAP_PAGE ->
          done(() -> dma.unmapRange(dma.request(op, a(0), a(3), 0), a(1), a(2), false));
      case DMA_UNMAP_PAGE_ATTRS ->
          done(() -> dma.unmapRange(dma.request(op, a(0), a(3), n(4)), a(1), a(2), false));
      case DMA_MAP_PHYS -> dma.mapPhys(op, dma.request(op, a(0), a(3), n(4)), a(1), a(2), false);
      case DMA_UNMAP_PHYS ->
          done(() -> dma.unmapRange(dma.request(op, a(0), a(3), n(4)), a(1), a(2), false));
      case DMA_MAP_RESOURCE -> dma.mapPhys(op, dma.request(op, a(0), a(3), n(4)), a(1), a(2), true);
      case DMA_UNMAP_RESOURCE ->
          done(() -> dma.unmapRange(dma.request(op, a(0), a(3), n(4)), a(1), a(2), true));
      case DMA_MAP_BVEC -> mapBvec();
      case DMA_MAPPING_ERROR -> dma.mappingError(op, a(0), a(1));
      case DMA_SYNC_SG_FOR_CPU ->
          done(() -> sgMaps.syncSg(dma.request(op, a(0), a(3), 0), a(1), i(2), true));
      case DMA_SYNC_SG_FOR_DEVICE ->
          done(() -> sgMaps.syncSg(dma.request(op, a(0), a(3), 0), a(1), i(2), false));
      case DMA_SYNC_SGTABLE_FOR_CPU -> syncTable(true);
      case DMA_SYNC_SGTABLE_FOR_DEVICE -> syncTable(false);
      case DMA_SYNC_SINGLE_FOR_CPU ->
          done(() -> dma.syncRange(dma.request(op, a(0), a(3), 0), a(1), 0, n(2), true));
      case DMA_SYNC_SINGLE_FOR_DEVICE ->
          done(() -> dma.syncRange(dma.request(op, a(0), a(3), 0), a(1), 0, n(2), false));
      case DMA_SYNC_SINGLE_RANGE_FOR_CPU ->
          done(() -> dma.syncRange(dma.request(op, a(0), a(4), 0), a(1), n(2), n(3), true));
      case DMA_SYNC_SINGLE_RANGE_FOR_DEVICE ->
          done(() -> dma.syncRange(dma.request(op, a(0), a(4), 0), a(1), n(2), n(3), false));
      case DMA_NEED_UNMAP -> bool(context.api.needUnmap(context.token()));
      case DMA_NEED_SYNC -> bool(context.api.needSync(new DmaAddr(n(1))));
      case DMA_MAX_MAPPING_SIZE -> u64(context.api.maxMappingSize());
      case DMA_OPT_MAPPING_SIZE -> u64(context.api.optMappingSize());
      case DMA_GET_MERGE_BOUNDARY -> u64(context.api.mergeBoundary());
      case DMA_GET_MAX_SEG_SIZE ->
          u64(Integer.toUnsignedLong(context.api.host().device().maxSegSize()));
      case DMA_GET_SEG_BOUNDARY -> u64(context.api.host().device().segBoundary());
      case DMA_ADDRESSING_LIMITED -> bool(context.api.addressingLimited());
      case DMA_IOVA_TRY_ALLOC -> iova.tryAlloc(op, a(0), n(1), a(2), a(3));
      case DMA_IOVA_FREE -> done(() -> iova.free(op, a(0), n(1)));
      case DMA_IOVA_LINK ->
          iova.link(op, dma.request(op, a(0), a(5), n(6)), n(1), a(2), a(3), a(4));
      case DMA_IOVA_SYNC -> iova.sync(op, a(0), n(1), a(2), a(3));
      case DMA_IOVA_UNLINK ->
          done(() -> iova.unlink(dma.request(op, a(0), a(4), n(5)), n(1), a(2), a(3)));
      case DMA_IOVA_DESTROY ->
          done(() -> iova.destroy(dma.request(op, a(0), a(3), n(4)), n(1), a(2)));
      case DMA_USE_IOVA -> iova.inUse(n(0));
      case DMA_IOVA_SIZE -> iova.size(n(0));
      case DMA_MAP_PHYR -> vectors.mapPhyr(op, dma.request(op, a(0), a(3), n(4)), n(1), n(2));
      case DMA_UNMAP_VEC -> done(() -> vectors.unmapVec(dma.request(op, a(0), a(2), n(3)), n(1)));
      case DMA_MAP_SGL_TO_VECS ->
          vectors.mapSgl(op, dma.request(op, a(0), a(5), n(6)), a(1), a(2), n(3), i(4));
      case DMA_UNMAP_VECS ->
          done(() -> vectors.unmapVecs(dma.request(op, a(0), a(3), n(4)), n(1), i(2)));
      case DMA_VECS_MAP_SGL ->
          vectors.mapVecs(op, dma.request(op, a(0), a(4), n(5)), n(1), a(2), a(3));
      case DMA_VECS_MAP_SGTABLE ->
          vectors.mapTable(op, dma.request(op, a(0), a(3), n(4)), n(1), n(2));
      case DMA_VECS_UNMAP -> done(() -> vectors.unmapVecs(dma.request(op, a(0), a(2), n(3)), n(1)));
      case DMA_BATCH_START ->
          batches.start(dma.request(op, a(0), a(5), n(6)), n(1), n(2), i(3), n(4));
      case DMA_BATCH_ADD -> batches.add(op, n(0), n(1));
      case DMA_BATCH_FINALIZE -> batches.finish(op, n(0));
      case DMA_BATCH_UNMAP -> done(() -> batches.unmap(op, n(0)));
      case SG_NEXT -> list.next(n(0));
      case SG_LAST -> list.last(n(0));
      case SG_INIT_TABLE -> done(() -> sg.initTable(n(0), i(1)));
      case SG_INIT_ONE -> done(() -> list.initOne(n(0), n(1), a(2)));
      case SG_SET_PAGE -> done(() -> sg.setPage(n(0), n(1), a(2), n(3)));
      case SG_SET_BUF -> done(() -> list.setBuffer(n(0), n(1), a(2)));
      case SG_ASSIGN_PAGE -> done(() -> sg.assignPage(n(0), n(1)));
      case SG_MARK_END -> done(() -> sg.markEnd(n(0), true));
      case SG_UNMARK_END -> done(() -> sg.markEnd(n(0), false));
      case SG_CHAIN -> done(() -> sg.chain(n(0), i(1), n(2)));
      case SG_IS_LAST -> bool(sg.isLast(n(0)));
      case SG_IS_CHAIN -> bool(sg.isChain(n(0)));
      case SG_CHAIN_PTR -> Value.pointer(sg.chainPointer(n(0)));
      case SG_PAGE -> Value.pointer(sg.page(n(0)));
      case SG_PHYS -> list.phys(n(0));
      case SG_VIRT -> list.virt(n(0));
      case SG_NENTS -> list.nents(n(0));
      case SG_NENTS_FOR_LEN -> list.nentsForLength(n(0), n(1));
      case SG_ALLOC_TABLE -> list.allocTable(op, n(0), i(1));
      case SG_FREE_TABLE -> done(() -> list.freeTable(n(0)));
      case SG_ALLOC_TABLE_FROM_PAGES ->
          list.allocFromPages(op, n(0), n(1), i(2), n(3), n(4), 0xffff_f000L);
      case SG_ALLOC_TABLE_FROM_PAGES_SEGMENT ->
          list.allocFromPages(op, n(0), n(1), i(2), n(3), n(4), n(5));
      case SG_COPY_TO_BUFFER -> list.copy(n(0), i(1), n(2), n(3), true);
      case SG_COPY_FROM_BUFFER -> list.copy(n(0), i(1), n(2), n(3), false);
      case SG_DMA_IS_BUS_ADDRESS -> bool(sg.isBusAddress(n(0)));
      case SCSI_DMA_MAP -> framework.scsiMap(op, n(0));
      case SCSI_DMA_UNMAP -> done(() -> framework.scsiUnmap(op, n(0)));
      case SCSI_DMA_MAP_VECS -> framework.scsiMapVecs(op, n(0));
      case SCSI_DMA_UNMAP_VECS -> done(() -> framework.scsiUnmapVecs(op, n(0)));
      case SCSI_DMA_VECS -> framework.vecs(n(0));
      case SCSI_SGLIST -> framework.sglist(n(0));
      case SCSI_SG_COUNT -> framework.count(n(0));
      case SCSI_BUFFLEN -> framework.bytes(n(0));
      case SCSI_DATA_DIRECTION -> framework.direction();
      case MMC_GET_DMA_DIR -> framework.direction();
      case RQ_DMA_DIR -> framework.direction();
      case BLK_RQ_MAP_SG -> framework.mapRequest(n(0), n(1));
      case REQ_BVEC -> done(() -> framework.firstPiece(n(0), n(1)));
      case BLK_RQ_NR_PHYS_SEGMENTS -> framework.count(n(0));
      case BLK_RQ_PAYLOAD_BYTES -> framework.bytes(n(0));
      case DMAENGINE_PREP_SLAVE_SG -> consumers.prepSg(op, n(1), i(2));
      case DMAENGINE_PREP_SLAVE_SINGLE -> consumers.prepSingle(op, List.of(a(1), a(2)));
      case DMAENGINE_PREP_DMA_CYCLIC -> consumers.prepSingle(op, List.of(a(1), a(2)));
      case DMAENGINE_PREP_DMA_MEMCPY -> consumers.prepSingle(op, List.of(a(1), a(3), a(2), a(3)));
      case DMAENGINE_PREP_PERIPHERAL_DMA_VEC -> consumers.prepVec(op, n(1), i(2));
      case IB_MAP_MR_SG -> consumers.mapMr(op, n(1), i(2));
      case ALLOCATE -> memory.allocate(op, n(0), MemoryObject.Kind.HEAP, false);
      case ALLOCATE_ZEROED -> memory.allocate(op, n(0), MemoryObject.Kind.HEAP, true);
      case ALLOCATE_VIRTUAL -> memory.allocate(op, n(0), MemoryObject.Kind.VIRTUAL, false);
      case FREE -> done(() -> memory.free(op, n(0)));
      case COMPOUND_ORDER -> Value.s32(memory.compoundOrder(n(0)));
      case ALLOCATE_PAGES -> memory.allocatePages(op, i(0));
      case PIN_PAGES -> memory.pinPages(op, n(0), n(1));
      case ALLOCATE_PAGE_MEMORY ->
          memory.allocate(op, sg.pageBytes() << i(0), MemoryObject.Kind.HEAP, false);
      case FREE_PAGES ->
          done(() -> memory.freePages(op, memory.pageAddress(n(0)).bits(), (int) n(1)));
      case FREE_PAGE_MEMORY -> done(() -> memory.freePages(op, n(0), (int) n(1)));
      case DMA_ALLOC_COHERENT -> memory.allocateCoherent(op, n(1), n(2));
      case DMA_FREE_COHERENT -> done(() -> memory.freeCoherent(op, n(2)));
      case VIRT_TO_PHYS -> memory.virtToPhys(n(0));
      case PHYS_TO_VIRT -> memory.physToVirt(n(0));
      case VIRT_TO_PAGE -> Value.pointer(memory.virtToPage(n(0)));
      case PAGE_TO_PHYS -> u64(sg.physOfPage(n(0)));
      case PHYS_TO_PAGE -> Value.pointer(sg.pageOf(n(0)));
      case PAGE_TO_PFN -> u64(sg.physOfPage(n(0)) >>> sg.pageShift());
      case PFN_TO_PAGE -> Value.pointer(sg.pageOf(n(0) << sg.pageShift()));
      case PAGE_ADDRESS -> memory.pageAddress(n(0));
      case KMAP -> memory.pageAddress(n(0));
      case KUNMAP -> done(() -> {});
      case GET_ORDER -> Value.s32(sg.order(n(0)));
      case FFS -> Value.s32(n(0) == 0 ? 0 : Long.numberOfTrailingZeros(n(0)) + 1);
      case FLS -> Value.s32(Integer.SIZE - Integer.numberOfLeadingZeros((int) n(0)));
      case FLS64 -> Value.s32(Long.SIZE - Long.numberOfLeadingZeros(n(0)));
      case ILOG2 -> Value.s32(Long.SIZE - 1 - Long.numberOfLeadingZeros(n(0)));
      case VMALLOC_TO_PAGE -> Value.pointer(memory.vmallocToPage(n(0)));
      case IS_VMALLOC_ADDR -> bool(new CpuAddr(n(0)).isVmalloc());
      case VIRT_ADDR_VALID -> bool(new CpuAddr(n(0)).isLinear());
      case OBJECT_IS_ON_STACK -> memory.onStack(n(0));
      case MEMCPY -> done(() -> context.memory.copy(n(0), n(1), n(2)));
      case MEMSET -> done(() -> context.memory.fill(n(0), (byte) n(1), n(2)));
      case REGISTER_WRITE -> done(() -> memory.registerWrite(n(0), a(1)));
      case REGISTER_READ -> memory.registerRead(n(0), n(1));
      case FLUSH_CACHE -> done(() -> dma.flushCache(n(0), n(1)));
      case DEVICE_RUNS -> done(context.device::isAwaited);
      case ERR_PTR -> Value.pointer(n(0));
      case PTR_ERR -> Value.of(Type.Int.S64, n(0));
      case IS_ERR -> bool(isError(n(0)));
      case IS_ERR_OR_NULL -> bool(n(0) == 0 || isError(n(0)));
      case PAGE_SHIFT -> Value.s32(sg.pageShift());
      case BLK_RQ_DMA_MAP_ITER_START -> block.start(op, n(0), a(1), n(2), n(3));
      case BLK_RQ_DMA_MAP_ITER_NEXT -> block.next(op, a(1), n(2));
      case BLK_RQ_DMA_UNMAP -> block.unmap(op, a(1), n(2), a(3), n(4));
    };
  }
}
