// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;

/// What only an execution sees: rules that runs on the emulated mapping paths break. Where a check
/// of [Rules] looks for the same, both bear one id, and the check explains it.
public final class RunRules {

  /// One a line: id, what is wrong, what follows, what to do instead.
  private static final String TABLE =
      """
      address-after-unmap | the device is given an address that is unmapped already | The IOVA may belong to another buffer by then. | Unmap when the device is done with the descriptor.
      address-of-failed-mapping | the device is given the result of a mapping that failed | All bits set, or a stale address: the device faults, or writes where it should not. | Test the result before the descriptor is written.
      address-of-unmapped-entry | the device is given sg_dma_address() of an entry that has no DMA side | Entries were merged, so that there are fewer DMA segments than entries, or the list was never mapped; what stands there is stale. | Walk as many entries as the mapping call returned.
      asks-need-unmap-early | dma_need_unmap() is asked before the mapping that needs it | A bounce buffer that comes later makes the answer wrong, and the unmap is skipped. | Ask behind the last mapping.
      byte-order | a value in one byte order is swapped or used as if it were in another | On a machine of the other byte order the device gets a wrong address or length. | Swap once, where the descriptor is written.
      device-data-lost | what the device wrote does not get to the buffer | It went to a bounce buffer or stayed behind a cache, and nothing brought it back. | Unmap, or sync for the CPU, before the data is read.
      device-fault | the device touches what is not mapped for it | An IOMMU stops it; without one it reads or writes foreign memory. | Map all that descriptors name, for that device and direction, as long as they are live.
      device-reads-other-bytes | the device reads other bytes than the driver meant it to | What was written after the mapping stands in a cache or in the buffer behind the bounce. | Write before the mapping, or sync for the device behind the write.
      frees-different-cpu-address | coherent memory is freed with another CPU address than it was allocated with | Another allocation is freed. | Keep both addresses of one allocation together.
      frees-invalid-address | DMA_MAPPING_ERROR is unmapped | Nothing is mapped there; the IOMMU code warns or frees a foreign range. | Leave the unmap out where the mapping failed.
      frees-linked-iova | an IOVA range is freed while memory is linked in it | The device keeps reaching that memory through a range that another mapping gets. | dma_iova_unlink() or dma_iova_destroy() with the linked length first.
      frees-twice | what was unmapped is unmapped again | The range may be another mapping's by then. | Undo each mapping once; clear what tells that it stands.
      frees-with-wrong-function | a mapping is undone by the call for another kind of mapping | The calls keep other records and sync other ranges. | dma_unmap_single(), _page(), _phys(), _resource() and _sg() each undo their own.
      iova-state-not-allocated | a dma_iova call gets a state that dma_iova_try_alloc() did not fill | There is no range to link into. | Try to allocate first, and map piece by piece where that gives nothing.
      length-of-input-side | the device is given sg->length next to a DMA address | Where entries were merged, the address begins a longer segment than that. | Take sg_dma_len() with sg_dma_address().
      length-of-unmapped-entry | the device is given sg_dma_len() of an entry that has no DMA side | There are fewer DMA segments than entries, or the list was never mapped. | Walk as many entries as the mapping call returned.
      links-outside-range | memory is linked behind the end of an IOVA range | It overwrites the translation of another range. | Allocate for all that will be linked.
      links-unaligned | memory is linked inside an IOVA range at a start that is no granule's | Only the first and the last piece may be partial; the call fails. | Link whole granules, or map apart what is not.
      list-of-unmappable-memory | a list is built of memory that has no struct page behind it | sg_set_buf() computes a page from a linear address. | Take vmalloc_to_page() page by page, or memory from kmalloc().
      lost-cpu-write | a CPU write is thrown away when caches are invalidated for the CPU | It was made while the buffer belonged to the device. | Write before the mapping or after the unmap.
      maps-behind-the-object | more is mapped than the object has | The device can reach what lies behind it. | Map the length of the buffer.
      maps-invalid-area | a pointer that is no kernel memory is mapped | virt_to_page() of it is nonsense. | Map what comes from the page or slab allocator.
      maps-kernel-text | kernel text or read-only data is mapped | It may not be in the linear map, and the device must not write there. | Copy it to memory of the driver's own.
      overlapping-mapping | one cache line is mapped twice for a device that writes | The sync of one mapping destroys what came through the other. | Give each buffer its own cache lines, see ____dma_from_device_aligned.
      overlooks-map-error | dma_mapping_error() is asked about less than the handle that a failed mapping gave | The failure is taken for success, and the device is given a part of DMA_MAPPING_ERROR as an address. | Keep the handle in a dma_addr_t until it has been asked about.
      resource-is-memory | dma_map_resource() gets memory | It is for device registers: it neither bounces nor syncs. | dma_map_page() or dma_map_phys() for memory.
      segment-across-boundary | a segment crosses the boundary that the device has set | The device wraps around in the middle. | Set the boundary before lists are mapped, and map lists rather than pieces.
      segment-too-long | a segment is longer than the device says it can take | The length field overflows. | dma_set_max_seg_size(), or split.
      syncs-not-allocated | what is not mapped is synced | Another mapping's bounce buffer or cache lines may be meant. | Sync between the mapping and the unmap alone.
      syncs-outside-range | a sync goes behind the end of the mapping | What lies there belongs to somebody else. | Sync what was mapped, or part of it.
      syncs-read-only-for-cpu | what the device only reads is synced for the CPU | Data of the CPU may be overwritten by an old bounce buffer. | Sync for the device behind CPU writes.
      syncs-write-only-for-device | what the device only writes is synced for the device | What the device has written may be overwritten. | Sync for the CPU before reading.
      truncated-address | the device is given a part of an address | With an IOMMU or much memory the upper half is not 0. | Write both halves, or set a mask of the width of the field.
      undefined-argument | a mapping call gets a value that was never set | What is mapped or unmapped depends on what stood there. | Set it on every way that leads to the call.
      unlinks-different-size | another length is unlinked than is linked | A part stays mapped, or the unlink goes too far. | Keep the sum of what was linked.
      unmaps-no-entries | a list is unmapped with no entries | Nothing is undone; with a count that could not be right, all of it leaks. | Pass the count that the mapping call was given.
      uses-unsynced-iova | linked IOVA is used before dma_iova_sync() | The IOMMU may not know it yet. | One dma_iova_sync() behind the last link.
      """;

  private static final String SOURCE =
      "Documentation/core-api/dma-api.rst and kernel/dma/debug.c, 7.3";

  /// Every such rule, by id.
  public static final List<Rule> ALL = TABLE.lines().map(RunRules::of).toList();

  private RunRules() {}

  private static Rule of(String line) {
    String[] parts = line.split(" \\| ", 4);
    return new Rule(
        parts[0],
        parts[1],
        "Seen when the mapping calls of a function are executed, on the profile and with the shape"
            + " that a run names.",
        parts[2],
        parts[3],
        SOURCE);
  }

  /// The rule with this id.
  public static Optional<Rule> named(String id) {
    return ALL.stream().filter(r -> r.id().equals(id)).findFirst();
  }
}
