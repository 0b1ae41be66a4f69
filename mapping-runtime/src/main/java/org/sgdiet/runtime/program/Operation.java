// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The operations that the machine performs itself. An operation whose name is a kernel function
/// takes the arguments of that function in the same order and returns what it returns; the few that
/// stand for a family of kernel functions are the last group, and their arguments are given with
/// them.
public enum Operation {
  // Streaming mappings: Documentation/core-api/dma-api.rst, part Id and II
  DMA_MAP_SG(4, Failure.MAPPING),
  DMA_MAP_SG_ATTRS(5, Failure.MAPPING),
  DMA_UNMAP_SG(4, Failure.NEVER),
  DMA_UNMAP_SG_ATTRS(5, Failure.NEVER),
  DMA_MAP_SGTABLE(4, Failure.MAPPING),
  DMA_UNMAP_SGTABLE(4, Failure.NEVER),
  DMA_MAP_SINGLE(4, Failure.MAPPING),
  DMA_MAP_SINGLE_ATTRS(5, Failure.MAPPING),
  DMA_UNMAP_SINGLE(4, Failure.NEVER),
  DMA_UNMAP_SINGLE_ATTRS(5, Failure.NEVER),
  DMA_MAP_PAGE(5, Failure.MAPPING),
  DMA_MAP_PAGE_ATTRS(6, Failure.MAPPING),
  DMA_UNMAP_PAGE(4, Failure.NEVER),
  DMA_UNMAP_PAGE_ATTRS(5, Failure.NEVER),
  DMA_MAP_PHYS(5, Failure.MAPPING),
  DMA_UNMAP_PHYS(5, Failure.NEVER),
  DMA_MAP_RESOURCE(5, Failure.MAPPING),
  DMA_UNMAP_RESOURCE(5, Failure.NEVER),
  DMA_MAP_BVEC(4, Failure.MAPPING),
  DMA_MAPPING_ERROR(2, Failure.NEVER),
  DMA_SYNC_SG_FOR_CPU(4, Failure.NEVER),
  DMA_SYNC_SG_FOR_DEVICE(4, Failure.NEVER),
  DMA_SYNC_SGTABLE_FOR_CPU(3, Failure.NEVER),
  DMA_SYNC_SGTABLE_FOR_DEVICE(3, Failure.NEVER),
  DMA_SYNC_SINGLE_FOR_CPU(4, Failure.NEVER),
  DMA_SYNC_SINGLE_FOR_DEVICE(4, Failure.NEVER),
  DMA_SYNC_SINGLE_RANGE_FOR_CPU(5, Failure.NEVER),
  DMA_SYNC_SINGLE_RANGE_FOR_DEVICE(5, Failure.NEVER),
  // What the DMA layer says about a device
  DMA_NEED_UNMAP(1, Failure.NEVER),
  DMA_NEED_SYNC(2, Failure.NEVER),
  DMA_MAX_MAPPING_SIZE(1, Failure.NEVER),
  DMA_OPT_MAPPING_SIZE(1, Failure.NEVER),
  DMA_GET_MERGE_BOUNDARY(1, Failure.NEVER),
  DMA_GET_MAX_SEG_SIZE(1, Failure.NEVER),
  DMA_GET_SEG_BOUNDARY(1, Failure.NEVER),
  DMA_ADDRESSING_LIMITED(1, Failure.NEVER),
  // Staged mapping, kernel/dma/mapping.c and drivers/iommu/dma-iommu.c
  DMA_IOVA_TRY_ALLOC(4, Failure.RESOURCE),
  DMA_IOVA_FREE(2, Failure.NEVER),
  DMA_IOVA_LINK(7, Failure.MAPPING),
  DMA_IOVA_SYNC(4, Failure.MAPPING),
  DMA_IOVA_UNLINK(6, Failure.NEVER),
  DMA_IOVA_DESTROY(5, Failure.NEVER),
  DMA_USE_IOVA(1, Failure.NEVER),
  DMA_IOVA_SIZE(1, Failure.NEVER),
  // The phyr vocabulary (the API patch of this project adds it)
  DMA_MAP_PHYR(5, Failure.MAPPING),
  DMA_UNMAP_VEC(4, Failure.NEVER),
  DMA_MAP_SGL_TO_VECS(7, Failure.MAPPING),
  DMA_UNMAP_VECS(5, Failure.NEVER),
  DMA_VECS_MAP_SGL(6, Failure.MAPPING),
  DMA_VECS_MAP_SGTABLE(5, Failure.MAPPING),
  DMA_VECS_UNMAP(4, Failure.NEVER),
  DMA_BATCH_START(7, Failure.NEVER),
  DMA_BATCH_ADD(2, Failure.MAPPING),
  DMA_BATCH_FINALIZE(1, Failure.NEVER),
  DMA_BATCH_UNMAP(1, Failure.NEVER),
  // Lists, include/linux/scatterlist.h and lib/scatterlist.c
  SG_NEXT(1, Failure.NEVER),
  SG_LAST(2, Failure.NEVER),
  SG_INIT_TABLE(2, Failure.NEVER),
  SG_INIT_ONE(3, Failure.NEVER),
  SG_SET_PAGE(4, Failure.NEVER),
  SG_SET_BUF(3, Failure.NEVER),
  SG_ASSIGN_PAGE(2, Failure.NEVER),
  SG_MARK_END(1, Failure.NEVER),
  SG_UNMARK_END(1, Failure.NEVER),
  SG_CHAIN(3, Failure.NEVER),
  SG_IS_LAST(1, Failure.NEVER),
  SG_IS_CHAIN(1, Failure.NEVER),
  SG_CHAIN_PTR(1, Failure.NEVER),
  SG_PAGE(1, Failure.NEVER),
  SG_PHYS(1, Failure.NEVER),
  SG_VIRT(1, Failure.NEVER),
  SG_NENTS(1, Failure.NEVER),
  SG_NENTS_FOR_LEN(2, Failure.NEVER),
  SG_ALLOC_TABLE(3, Failure.RESOURCE),
  SG_FREE_TABLE(1, Failure.NEVER),
  SG_ALLOC_TABLE_FROM_PAGES(6, Failure.RESOURCE),
  SG_ALLOC_TABLE_FROM_PAGES_SEGMENT(7, Failure.RESOURCE),
  SG_COPY_TO_BUFFER(4, Failure.NEVER),
  SG_COPY_FROM_BUFFER(4, Failure.NEVER),
  SG_DMA_IS_BUS_ADDRESS(1, Failure.NEVER),
  // What frameworks hand over
  SCSI_DMA_MAP(1, Failure.MAPPING),
  SCSI_DMA_UNMAP(1, Failure.NEVER),
  SCSI_DMA_MAP_VECS(1, Failure.MAPPING),
  SCSI_DMA_UNMAP_VECS(1, Failure.NEVER),
  SCSI_DMA_VECS(1, Failure.NEVER),
  SCSI_SGLIST(1, Failure.NEVER),
  SCSI_SG_COUNT(1, Failure.NEVER),
  SCSI_BUFFLEN(1, Failure.NEVER),
  SCSI_DATA_DIRECTION(1, Failure.NEVER),
  MMC_GET_DMA_DIR(1, Failure.NEVER),
  RQ_DMA_DIR(1, Failure.NEVER),
  BLK_RQ_MAP_SG(2, Failure.NEVER),
  BLK_RQ_NR_PHYS_SEGMENTS(1, Failure.NEVER),
  BLK_RQ_PAYLOAD_BYTES(1, Failure.NEVER),
  BLK_RQ_DMA_MAP_ITER_START(4, Failure.MAPPING),
  BLK_RQ_DMA_MAP_ITER_NEXT(3, Failure.MAPPING),
  BLK_RQ_DMA_UNMAP(5, Failure.NEVER),
  // Consumers that walk DMA addresses for the driver
  DMAENGINE_PREP_SLAVE_SG(5, Failure.RESOURCE),
  DMAENGINE_PREP_SLAVE_SINGLE(5, Failure.RESOURCE),
  DMAENGINE_PREP_DMA_CYCLIC(6, Failure.RESOURCE),
  DMAENGINE_PREP_DMA_MEMCPY(5, Failure.RESOURCE),
  DMAENGINE_PREP_PERIPHERAL_DMA_VEC(5, Failure.RESOURCE),
  IB_MAP_MR_SG(5, Failure.RESOURCE),
  // One operation for a family of kernel functions
  /// `allocate(bytes)`: kmalloc and its kin, contents undefined; NULL when it fails.
  ALLOCATE(1, Failure.RESOURCE),
  /// `allocate_zeroed(bytes)`: kzalloc, kcalloc, devm_kzalloc, kmem_cache_zalloc, mempool_alloc
  /// with zeroing.
  ALLOCATE_ZEROED(1, Failure.RESOURCE),
  /// `allocate_virtual(bytes)`: vmalloc; the memory is not contiguous and must not be mapped as
  /// one.
  ALLOCATE_VIRTUAL(1, Failure.RESOURCE),
  /// `free(pointer)`: kfree, kvfree, kmem_cache_free, mempool_free; NULL is fine.
  FREE(1, Failure.NEVER),
  /// `allocate_pages(order)`: alloc_pages; the first `struct page *`.
  ALLOCATE_PAGES(1, Failure.RESOURCE),
  /// `pin_pages(pages, count)`: pin_user_pages and get_user_pages; fills the array with pages of
  /// the user, and gives the count or -EFAULT.
  PIN_PAGES(2, Failure.RESOURCE),
  /// `allocate_page_memory(order)`: __get_free_pages; the CPU address.
  ALLOCATE_PAGE_MEMORY(1, Failure.RESOURCE),
  /// `free_pages(page, order)`: __free_pages, put_page.
  FREE_PAGES(2, Failure.NEVER),
  /// `free_page_memory(address, order)`: free_pages.
  FREE_PAGE_MEMORY(2, Failure.NEVER),
  /// `dma_alloc_coherent(dev, bytes, dma_addr_t *)`: dma_alloc_coherent, dma_pool_alloc,
  /// dmam_alloc_coherent.
  DMA_ALLOC_COHERENT(3, Failure.RESOURCE),
  /// `dma_free_coherent(dev, bytes, cpu, dma)`: dma_free_coherent, dma_pool_free.
  DMA_FREE_COHERENT(4, Failure.NEVER),
  /// `page_shift()`: PAGE_SHIFT of the profile, 12 to 16; PAGE_SIZE is `1 << page_shift()`.
  PAGE_SHIFT(0, Failure.NEVER),
  /// The number of the lowest bit that is set, from 1; 0 for none.
  FFS(1, Failure.NEVER),
  /// The number of the highest bit that is set in 32, from 1; 0 for none.
  FLS(1, Failure.NEVER),
  /// The same in 64 bits.
  FLS64(1, Failure.NEVER),
  ILOG2(1, Failure.NEVER),
  /// `get_order(bytes)`: the order of the pages that hold so many bytes.
  GET_ORDER(1, Failure.NEVER),
  VIRT_TO_PHYS(1, Failure.NEVER),
  PHYS_TO_VIRT(1, Failure.NEVER),
  VIRT_TO_PAGE(1, Failure.NEVER),
  PAGE_TO_PHYS(1, Failure.NEVER),
  PHYS_TO_PAGE(1, Failure.NEVER),
  PAGE_TO_PFN(1, Failure.NEVER),
  PFN_TO_PAGE(1, Failure.NEVER),
  /// `compound_order(page)`: of the allocation that a page lies in; 0 for a page from outside.
  COMPOUND_ORDER(1, Failure.NEVER),
  /// `page_address(page)`: page_to_virt, lowmem_page_address; NULL for a highmem page that is not
  /// mapped.
  PAGE_ADDRESS(1, Failure.NEVER),
  /// `kmap(page)`: kmap_local_page, kmap_atomic, kmap.
  KMAP(1, Failure.NEVER),
  /// `kunmap(address)`.
  KUNMAP(1, Failure.NEVER),
  VMALLOC_TO_PAGE(1, Failure.NEVER),
  IS_VMALLOC_ADDR(1, Failure.NEVER),
  VIRT_ADDR_VALID(1, Failure.NEVER),
  OBJECT_IS_ON_STACK(1, Failure.NEVER),
  /// `memcpy(to, from, bytes)`: memcpy, memmove, and the assignment of a structure.
  MEMCPY(3, Failure.NEVER),
  MEMSET(3, Failure.NEVER),
  /// `register_write(address, value)`: writel, iowrite32, regmap_write and their kin; the width is
  /// the value's.
  REGISTER_WRITE(2, Failure.NEVER),
  /// `register_read(address, first)`: readl and its kin; what was written there last, `first`
  /// before anything was.
  REGISTER_READ(2, Failure.NEVER),
  /// `req_bvec(request, struct bio_vec *)`: the first piece of a request; req_bvec,
  /// rq_integrity_vec, which return it.
  REQ_BVEC(2, Failure.NEVER),
  /// `flush_cache(address, bytes)`: clflush_cache_range, drm_clflush_virt_range, dma_cache_wback
  /// and dma_cache_wback_inv; what the CPU wrote is where the device looks for it.
  FLUSH_CACHE(2, Failure.NEVER),
  /// `device_runs()`: wait_for_completion, polling for idle: the device works through what it was
  /// given.
  DEVICE_RUNS(0, Failure.NEVER),
  ERR_PTR(1, Failure.NEVER),
  PTR_ERR(1, Failure.NEVER),
  IS_ERR(1, Failure.NEVER),
  IS_ERR_OR_NULL(1, Failure.NEVER);

  private static final Map<String, Operation> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Operation::word, Function.identity()));

  private final int arity;
  private final Failure failure;

  Operation(int arity, Failure failure) {
    this.arity = arity;
    this.failure = failure;
  }

  /// How an injected fault makes the operation fail.
  public enum Failure {
    /// It cannot fail on its own.
    NEVER,
    /// The DMA layer refuses: DMA_MAPPING_ERROR, 0 entries, or a negative errno, as the function
    /// says it.
    MAPPING,
    /// Memory, IOVA space or descriptors ran out: NULL, false or -ENOMEM, as the function says it.
    RESOURCE
  }

  /// Number of arguments.
  public int arity() {
    return arity;
  }

  /// How it can be made to fail.
  public Failure failure() {
    return failure;
  }

  /// The name in the text form: the kernel function's where there is one.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The operation with this name.
  public static Optional<Operation> named(String word) {
    return Optional.ofNullable(BY_NAME.get(word));
  }
}
