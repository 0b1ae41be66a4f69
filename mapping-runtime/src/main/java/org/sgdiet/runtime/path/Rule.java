// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// Every decision that the emulation takes, with the kernel function it comes from (Linux 7.3) and
/// the number under which docs/dma-model.md has it.
public enum Rule {
  /// Rule 1.
  DISPATCH(
      1,
      "dma_go_direct",
      "dma-iommu when the device has a DMA domain, direct when it has no dma_map_ops, else its architecture's operations"),
  /// Rule 2.
  MAP_SG_HIDES_ERRNO(
      2,
      "dma_map_sg_attrs",
      "every error becomes 0; dma_map_sgtable keeps -EINVAL, -ENOMEM, -EIO and -EREMOTEIO and turns the rest, and a mapped count of 0, into -EIO"),
  /// Rule 3.
  REQUIRE_COHERENT(
      3,
      "__dma_map_sg_attrs",
      "DMA_ATTR_REQUIRE_COHERENT fails for a device that is not coherent: -EOPNOTSUPP from a list, DMA_MAPPING_ERROR from the rest"),
  /// Rule 4.
  MAP_SINGLE_VMALLOC(
      4, "dma_map_single_attrs", "a vmalloc address is refused with DMA_MAPPING_ERROR"),
  /// Rule 5.
  MAP_PAGE_MMIO(
      5,
      "dma_map_page_attrs",
      "DMA_ATTR_MMIO is refused; dma_map_resource is dma_map_phys with it"),
  /// Rule 6.
  NEED_UNMAP(
      6,
      "dma_need_unmap",
      "false only on the direct path, for a coherent device that has not bounced yet, without DMA_API_DEBUG"),
  /// Rule 7.
  NEED_SYNC(
      7, "dma_setup_need_sync", "syncs are skipped for a coherent device until its first bounce"),
  /// Rule 8.
  DIRECT_ONE_TO_ONE(
      8,
      "dma_direct_map_sg",
      "one out side for each in side, of the same length; max_seg_size and the boundary are not looked at"),
  /// Rule 9.
  DIRECT_OFFSET(
      9,
      "phys_to_dma",
      "the bus address is the physical one, moved by dev->dma_range_map; outside the map there is none"),
  /// Rule 10.
  DIRECT_OVERFLOW_BOUNCES(
      10,
      "dma_direct_map_phys",
      "an address above min_not_zero(mask, bus limit) bounces when there is a pool"),
  /// Rule 11.
  DIRECT_OVERFLOW_FAILS(
      11,
      "dma_direct_map_phys",
      "without a pool, for MMIO and for DMA_ATTR_REQUIRE_COHERENT it is DMA_MAPPING_ERROR"),
  /// Rule 12.
  DIRECT_ALL_OR_NOTHING(
      12,
      "dma_direct_map_sg",
      "one entry that fails undoes the ones before it, without copying back, and the list fails with -EIO"),
  /// Rule 13.
  FORCE_BOUNCES_ALL(
      13, "is_swiotlb_force_bounce", "swiotlb=force bounces every mapping of the direct path"),
  /// Rule 14.
  FORCE_REFUSES_ATTRS(
      14, "dma_direct_map_phys", "under force DMA_ATTR_MMIO and DMA_ATTR_REQUIRE_COHERENT fail"),
  /// Rule 15.
  DIRECT_MAX_SIZE(
      15,
      "dma_direct_max_mapping_size",
      "the pool's limit when a pool exists and the device cannot address all memory or force is on; else no limit"),
  /// Rule 16.
  BOUNCE_NO_POOL(16, "swiotlb_tbl_map_single", "without a pool nothing bounces"),
  /// Rule 17.
  BOUNCE_MAX_SIZE(
      17,
      "swiotlb_max_mapping_size",
      "128 slots of 2 KiB, less min_align_mask rounded up to a slot"),
  /// Rule 18.
  BOUNCE_ALIGN(
      18,
      "swiotlb_align_offset",
      "the bits under min_align_mask are those of the buffer; without a mask the buffer starts on a slot, and on a page from PAGE_SIZE on"),
  /// Rule 19.
  BOUNCE_NO_SLOTS(
      19,
      "swiotlb_search_pool_area",
      "a run of slots lies in one set of 128 and does not span the segment boundary; else DMA_MAPPING_ERROR"),
  /// Rule 20.
  BOUNCE_COPY_AT_MAP(
      20,
      "swiotlb_tbl_map_single",
      "the buffer is copied into the slots in every direction, also FROM_DEVICE"),
  /// Rule 21.
  BOUNCE_COPY_AT_UNMAP(
      21,
      "__swiotlb_tbl_unmap_single",
      "copied back at unmap when the device may write, not with DMA_ATTR_SKIP_CPU_SYNC"),
  /// Rule 22.
  BOUNCE_SYNC(
      22, "swiotlb_bounce", "a sync copies its own part of the buffer, which may begin inside it"),
  /// Rule 23.
  BOUNCE_OUT_OF_REACH(
      23, "swiotlb_map", "a pool above the device's mask cannot help: DMA_MAPPING_ERROR"),
  /// Rule 24.
  BOUNCE_ZERO_LENGTH(
      24, "swiotlb_search_pool_area", "a length of 0 without padding is a kernel BUG"),
  /// Rule 25.
  KMALLOC_BOUNCE(
      25,
      "dma_kmalloc_needs_bounce",
      "a device that is not coherent bounces buffers below 2 * ARCH_DMA_MINALIGN whose slab size is not cache aligned, unless TO_DEVICE"),
  /// Rule 26.
  IOVA_SIZE_ALIGNED(
      26,
      "alloc_iova_fast",
      "a range is aligned to the power of two at or above its size, top down; below 32 granules its size is rounded up to one"),
  /// Rule 27.
  IOVA_32BIT_FIRST(
      27,
      "iommu_dma_alloc_iova",
      "a PCI device gets IOVA below 4 GiB until there is none left; IOVA 0 means failure"),
  /// Rule 28.
  IOVA_EXHAUSTED(
      28, "iommu_dma_map_sg", "no IOVA is -ENOMEM for a list, false for dma_iova_try_alloc"),
  /// Rule 29.
  SG_ONE_RANGE(
      29,
      "iommu_dma_map_sg",
      "one IOVA range for the list; each entry takes offset + length rounded up to granules"),
  /// Rule 30.
  SG_BOUNDARY_PAD(
      30,
      "iommu_dma_map_sg",
      "padding goes before an entry that would cross the boundary, counted in the entry before it"),
  /// Rule 31.
  SG_JOIN(
      31,
      "__finalise_sg",
      "an entry joins the open segment when rules 32 to 35 allow it; physical neighbourhood does not matter"),
  /// Rule 32.
  SG_STARTS_INSIDE_GRANULE(
      32, "__finalise_sg", "an entry that does not start on a granule opens a segment"),
  /// Rule 33.
  SG_ENDS_INSIDE_GRANULE(
      33,
      "__finalise_sg",
      "behind an entry that ends inside a granule, or is padded, a segment opens"),
  /// Rule 34.
  SG_AT_BOUNDARY(
      34,
      "__finalise_sg",
      "an entry at a multiple of the boundary opens a segment; a boundary of a granule or less allows no join"),
  /// Rule 35.
  SG_MAX_SEG(
      35,
      "__finalise_sg",
      "max_seg_size - length so far, unsigned, must hold the entry: once one entry is longer than the limit, nothing stops later ones"),
  /// Rule 36.
  SG_NEVER_SPLITS(
      36, "__finalise_sg", "an entry longer than max_seg_size or the boundary passes through"),
  /// Rule 37.
  SG_TAIL(
      37,
      "__finalise_sg",
      "unused out sides hold DMA_MAPPING_ERROR and 0; the in sides are as they were"),
  /// Rule 38.
  SG_MAP_FAILS(
      38,
      "iommu_dma_map_sg",
      "when the page table takes less than the range, everything is undone and the list fails with -EINVAL"),
  /// Rule 39.
  SG_ZERO_LENGTH(
      39,
      "iommu_dma_map_sg",
      "a granule-aligned entry of length 0 wraps the padding test: with padding up to the boundary it asks for a range the table cannot fill"),
  /// Rule 40.
  UNMAP_STRICT(
      40,
      "__iommu_dma_unmap",
      "one unmap from the first out side to the end of the last, one IOTLB flush, and the range is free"),
  /// Rule 41.
  UNMAP_LAZY(
      41, "queue_iova", "with lazy flushing the range waits; a full queue of 255 is flushed once"),
  /// Rule 42.
  UNMAP_NOT_MAPPED(
      42,
      "iommu_dma_unmap_phys",
      "an address without translation is a warning, and nothing is undone"),
  /// Rule 43.
  IOMMU_MIN_ALIGN(43, "__iommu_dma_map", "a min_align_mask above the granule fails dma_map_phys"),
  /// Rule 44.
  IOMMU_PHYS_ZERO_LENGTH(
      44, "iommu_dma_map_phys", "length 0 fails on a granule and succeeds inside one"),
  /// Rule 45.
  SG_BOUNCES_PER_ENTRY(
      45,
      "iommu_dma_map_sg_swiotlb",
      "an untrusted device, or one small kmalloc entry, maps the list entry by entry without joining"),
  /// Rule 46.
  UNTRUSTED_BOUNCES_UNALIGNED(
      46,
      "iommu_dma_map_phys",
      "only a buffer that does not start and end on granules bounces, into slots aligned to a granule"),
  /// Rule 47.
  UNTRUSTED_ZERO_PADDING(
      47,
      "iommu_dma_map_swiotlb",
      "what surrounds the buffer in its granules is zeroed for an untrusted device"),
  /// Rule 48.
  UNTRUSTED_REFUSES_ATTRS(
      48, "iommu_dma_map_phys", "DMA_ATTR_REQUIRE_COHERENT fails where a bounce is needed"),
  /// Rule 49.
  IOVA_TRY_ALLOC(
      49,
      "dma_iova_try_alloc",
      "false unless dma-iommu maps the device; the state is zeroed first"),
  /// Rule 50.
  IOVA_SIZE_REFUSED(50, "dma_iova_try_alloc", "size 0 and sizes with bit 63 are refused"),
  /// Rule 51.
  LINK_START_ALIGNED(51, "dma_iova_link", "a start inside a granule at an offset above 0 is -EIO"),
  /// Rule 52.
  LINK_MAPS(
      52,
      "__dma_iova_link",
      "the range is widened to granules; max_seg_size and the boundary are not looked at"),
  /// Rule 53.
  LINK_MAP_FAILS(
      53,
      "iommu_map_nosync",
      "behind a ragged end the next link is not aligned: -ENXIO from a generic page table, -EINVAL from io-pgtable; linked twice is -EADDRINUSE, -EEXIST"),
  /// Rule 54.
  LINK_REQUIRE_COHERENT(
      54,
      "dma_iova_link",
      "DMA_ATTR_REQUIRE_COHERENT is -EOPNOTSUPP when the state has bounced or the device is not coherent"),
  /// Rule 55.
  LINK_REFUSES_ATTRS(
      55,
      "dma_iova_link",
      "DMA_ATTR_MMIO and DMA_ATTR_REQUIRE_COHERENT are -EPERM where a bounce is needed"),
  /// Rule 56.
  LINK_BOUNCES_EDGES(
      56,
      "iommu_dma_iova_link_swiotlb",
      "head and tail bounce, the granules between are linked; no slots is -ENOMEM, a lost page offset is -ENXIO"),
  /// Rule 57.
  IOVA_SYNC(57, "dma_iova_sync", "one IOTLB sync for what was linked"),
  /// Rule 58.
  UNLINK_WARNS(
      58,
      "dma_iova_unlink",
      "unlinking what is not linked is a warning; it stops at the first hole"),
  /// Rule 59.
  IOVA_DESTROY(
      59,
      "dma_iova_destroy",
      "unlinks the length that was linked and frees the whole range; the state keeps its values"),
  /// Rule 60.
  P2P_BUS_ADDRESS(
      60,
      "pci_p2pdma_state",
      "below one switch the entry gets its bus address: no IOVA, a segment of its own, nothing to unmap"),
  /// Rule 61.
  P2P_THROUGH_BRIDGE(
      61, "pci_p2pdma_state", "through the host bridge the entry is mapped like memory"),
  /// Rule 62.
  P2P_UNREACHABLE(62, "pci_p2pdma_state", "otherwise the list fails with -EREMOTEIO"),
  /// Rule 63.
  CACHE_FOR_DEVICE(
      63,
      "arch_sync_dma_for_device",
      "at map, and at sync for the device, the lines of a device that is not coherent are cleaned, not with SKIP_CPU_SYNC or MMIO"),
  /// Rule 64.
  CACHE_FOR_CPU(
      64,
      "arch_sync_dma_for_cpu",
      "at unmap, and at sync for the CPU, they are invalidated unless TO_DEVICE: a CPU write in between is lost"),
  /// Rule 65.
  SYNC_BY_IN_SIDE(
      65,
      "iommu_dma_sync_sg_for_cpu",
      "a list is synced by its in sides behind an IOMMU, by dma_address and sg->length on the direct path"),
  /// Rule 66.
  ARM_JOIN(
      66,
      "arm_iommu_map_sg",
      "entries join while they start at offset 0, the size so far, first offset included, ends on a page, and the sum fits max_seg_size; no boundary"),
  /// Rule 67.
  ARM_TAIL(
      67,
      "arm_iommu_map_sg",
      "dma_length is 0 in every entry but the first before joining begins; dma_address keeps what it held"),
  /// Rule 68.
  ARM_ERROR(68, "arm_iommu_map_sg", "-ENOMEM stays, every other error is -EINVAL"),
  /// Rule 69.
  TCE_JOIN(
      69,
      "ppc_iommu_map_sg",
      "an entry joins when its own range begins where the last one's data ended and the sum fits max_seg_size"),
  /// Rule 70.
  TCE_ZERO_LENGTH(70, "ppc_iommu_map_sg", "an entry of length 0 is skipped and ends the open run"),
  /// Rule 71.
  TCE_TAIL(71, "ppc_iommu_map_sg", "only the first unused dma_length is zeroed; unmap stops there"),
  /// Rule 72.
  TCE_ERROR(72, "ppc_iommu_map_sg", "an error gives the ranges back and is -EIO"),
  /// Rule 73.
  TCE_FREE_CHECK(
      73, "iommu_free_check", "an address outside the window is a warning and nothing is freed"),
  /// Rule 74.
  DMA_LENGTH_ALIAS(
      74, "sg_dma_len", "without CONFIG_NEED_SG_DMA_LENGTH the out length is sg->length"),
  /// Rule 75.
  OPT_SIZE(
      75,
      "dma_opt_mapping_size",
      "the largest range that the IOVA caches hold, 32 pages, behind dma-iommu, never above the maximum"),
  /// Rule 76.
  MERGE_BOUNDARY(76, "dma_get_merge_boundary", "the granule less one behind dma-iommu, else 0");

  private final int number;
  private final String function;
  private final String statement;

  Rule(int number, String function, String statement) {
    this.number = number;
    this.function = function;
    this.statement = statement;
  }

  /// The number in docs/dma-model.md, from 1.
  public int number() {
    return number;
  }

  /// The kernel function, or field accessor, that the rule is read from.
  public String function() {
    return function;
  }

  /// What happens, in one sentence.
  public String statement() {
    return statement;
  }
}
