// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Result types of kernel calls that drivers use around mappings (Linux 7.3). They hold on trees
/// whose headers are missing, and spare reading headers where they are not.
final class KnownResults {

  private static final Map<String, CType> TYPES = types();

  private KnownResults() {}

  static Optional<CType> of(String function) {
    return Optional.ofNullable(TYPES.get(function)).or(() -> endian(function));
  }

  private static Optional<CType> endian(String function) {
    if (function.startsWith("__")) {
      return endian(function.substring(2));
    }
    for (int bits : new int[] {16, 32, 64}) {
      if (function.equals("cpu_to_le" + bits)) {
        return Optional.of(new CType.Int(bits, false, Endian.LITTLE));
      }
      if (function.equals("cpu_to_be" + bits)) {
        return Optional.of(new CType.Int(bits, false, Endian.BIG));
      }
      if (function.matches(
          "(le|be)" + bits + "_to_cpup?|get_unaligned_(le|be)" + bits + "|swab" + bits)) {
        return Optional.of(new CType.Int(bits, false, Endian.NATIVE));
      }
    }
    return Optional.empty();
  }

  private static Map<String, CType> types() {
    Map<String, CType> map = new HashMap<>();
    put(
        map,
        CType.Int.UNSIGNED_LONG,
        "sg_dma_address",
        "sg_phys",
        "dma_map_single",
        "dma_map_page",
        "dma_map_phys",
        "dma_map_single_attrs",
        "dma_map_page_attrs",
        "dma_map_resource",
        "skb_frag_dma_map",
        "virt_to_phys",
        "page_to_phys",
        "virt_to_bus",
        "ib_dma_map_single",
        "ib_dma_map_page",
        "readq",
        "__pa",
        "copy_from_user",
        "copy_to_user");
    put(
        map,
        CType.Int.UNSIGNED_INT,
        "sg_dma_len",
        "dma_map_sg",
        "dma_map_sg_attrs",
        "dma_vecs_map_sgl",
        "scsi_sg_count",
        "scsi_bufflen",
        "scsi_prot_sg_count",
        "readl",
        "ioread32",
        "readl_relaxed",
        "skb_headlen",
        "skb_frag_size",
        "blk_rq_payload_bytes",
        "blk_rq_bytes");
    put(map, new CType.Int(16, false, Endian.NATIVE), "readw", "ioread16", "readw_relaxed");
    put(map, new CType.Int(8, false, Endian.NATIVE), "readb", "ioread8", "readb_relaxed");
    put(
        map,
        CType.Int.INT,
        "dma_map_sgtable",
        "dma_vecs_map_sgtable",
        "scsi_dma_map",
        "scsi_dma_map_vecs",
        "dma_mapping_error",
        "sg_nents",
        "sg_nents_for_len",
        "sg_alloc_table",
        "sg_alloc_table_from_pages",
        "ib_dma_map_sg",
        "ib_dma_mapping_error",
        "blk_rq_map_sg",
        "PTR_ERR_OR_ZERO",
        "dma_set_mask",
        "dma_iova_link",
        "dma_iova_sync",
        "get_order",
        "ilog2",
        "fls",
        "ffs",
        "atomic_read",
        "wait_for_completion_killable");
    put(
        map,
        new CType.Bool(),
        "IS_ERR",
        "IS_ERR_OR_NULL",
        "sg_is_last",
        "dma_iova_try_alloc",
        "dma_use_iova",
        "dma_need_unmap",
        "is_power_of_2",
        "virt_addr_valid",
        "is_vmalloc_addr");
    put(map, CType.Int.LONG, "PTR_ERR", "IS_ALIGNED");
    put(
        map,
        pointer("scatterlist"),
        "sg_next",
        "scsi_sglist",
        "scsi_prot_sglist",
        "sg_last",
        "sg_chain_ptr");
    put(map, pointer("dma_vec"), "scsi_dma_vecs");
    put(
        map,
        pointer("page"),
        "sg_page",
        "virt_to_page",
        "alloc_page",
        "alloc_pages",
        "vmalloc_to_page",
        "skb_frag_page",
        "phys_to_page",
        "pfn_to_page");
    put(
        map,
        CType.Pointer.VOID,
        "sg_virt",
        "kmalloc",
        "kzalloc",
        "kcalloc",
        "kmalloc_array",
        "vmalloc",
        "vzalloc",
        "kvmalloc",
        "kvzalloc",
        "kvcalloc",
        "kvmalloc_array",
        "devm_kzalloc",
        "devm_kcalloc",
        "devm_kmalloc",
        "kmalloc_node",
        "kzalloc_node",
        "kmemdup",
        "dma_alloc_coherent",
        "dma_alloc_attrs",
        "dma_pool_alloc",
        "dma_pool_zalloc",
        "mempool_alloc",
        "kmem_cache_alloc",
        "kmem_cache_zalloc",
        "page_address",
        "page_to_virt",
        "phys_to_virt",
        "kmap",
        "kmap_local_page",
        "kmap_atomic",
        "ERR_PTR",
        "ERR_CAST",
        "dev_get_drvdata",
        "platform_get_drvdata",
        "pci_get_drvdata",
        "scsi_cmd_priv",
        "shost_priv",
        "bus_to_virt",
        "__va",
        "memset",
        "memcpy");
    return Map.copyOf(map);
  }

  private static CType pointer(String struct) {
    return new CType.Pointer(new CType.Tagged(TagKind.STRUCT, struct));
  }

  private static void put(Map<String, CType> map, CType type, String... names) {
    for (String name : names) {
      map.put(name, type);
    }
  }
}
