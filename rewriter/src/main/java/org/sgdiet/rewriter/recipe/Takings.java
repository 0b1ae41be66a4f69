// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What calls of the kernel take that an error path has to give back, and what calls leave nothing
/// behind.
final class Takings {

  /// Calls, and what gives back what they took: `@` is what keeps their result, `$0` their first
  /// argument, `*$0` what it points to.
  private static final String BACK =
      """
      kmalloc kzalloc kcalloc kmalloc_array kmemdup | kfree(@)
      kmalloc_obj kzalloc_obj kmalloc_objs kzalloc_objs kmalloc_node kzalloc_node | kfree(@)
      kvmalloc kvzalloc kvcalloc kvmalloc_array | kvfree(@)
      vmalloc vzalloc | vfree(@)
      alloc_skb dev_alloc_skb netdev_alloc_skb netdev_alloc_skb_ip_align | dev_kfree_skb_any(@)
      napi_alloc_skb build_skb | dev_kfree_skb_any(@)
      alloc_page dev_alloc_page | __free_page(@)
      alloc_pages dev_alloc_pages | __free_pages(@, $1)
      kmem_cache_alloc kmem_cache_zalloc | kmem_cache_free($0, @)
      mempool_alloc | mempool_free(@, $0)
      dma_pool_alloc dma_pool_zalloc | dma_pool_free($0, @, *$2)
      dma_alloc_coherent | dma_free_coherent($0, $1, @, *$2)
      spin_lock | spin_unlock($0)
      spin_lock_bh | spin_unlock_bh($0)
      spin_lock_irq | spin_unlock_irq($0)
      spin_lock_irqsave | spin_unlock_irqrestore($0, $1)
      raw_spin_lock | raw_spin_unlock($0)
      raw_spin_lock_irqsave | raw_spin_unlock_irqrestore($0, $1)
      mutex_lock | mutex_unlock($0)
      local_irq_save | local_irq_restore($0)
      local_bh_disable | local_bh_enable()
      rcu_read_lock | rcu_read_unlock()
      dma_map_single | dma_unmap_single($0, @, $2, $3)
      dma_map_page skb_frag_dma_map | dma_unmap_page($0, @, $3, $4)
      dma_map_sg | dma_unmap_sg($0, $1, $2, $3)
      dma_map_sgtable | dma_unmap_sgtable($0, $1, $2, $3)
      scsi_dma_map | scsi_dma_unmap($0)
      """;

  private static final Map<String, String> BY_NAME = byName();

  /// Calls of the kernel that take nothing and change nothing that outlives the function.
  private static final Pattern HARMLESS =
      Pattern.compile(
          "likely|unlikely|container_of|container_of_const|min|max|min_t|max_t|ALIGN|PAGE_ALIGN"
              + "|round_up|roundup|DIV_ROUND_UP|ARRAY_SIZE|offsetof|BIT|GENMASK|FIELD_PREP|IS_ERR"
              + "|IS_ERR_OR_NULL|PTR_ERR|ERR_PTR|ERR_CAST|IS_ALIGNED|IS_ENABLED|virt_to_page"
              + "|virt_to_head_page|offset_in_page|page_address|virt_addr_valid|is_vmalloc_addr"
              + "|object_is_on_stack|page_size|size_add|size_mul|struct_size|memset|memcpy|memcmp"
              + "|strlen|sg_init_one|sg_init_table|sg_set_buf|sg_set_page|sg_page|sg_virt|sg_next"
              + "|sg_nents|sg_nents_for_len|sg_dma_len|sg_dma_address|netdev_priv|skb_headlen"
              + "|skb_shinfo|skb_frag_\\w+|skb_is_\\w+|skb_tail_pointer|skb_padto|skb_put_padto"
              + "|eth_skb_pad|__skb_linearize|skb_linearize|skb_reserve|skb_put|__skb_put"
              + "|skb_\\w*offset|skb_copy_from_linear_data\\w*|skb_get_queue_mapping"
              + "|netdev_get_tx_queue|netdev_mc_count|netdev_mc_empty|netif_running|\\w+_get_drvdata"
              + "|\\w+_drvdata|i2c_get_adapdata|snd_pcm_substream_chip"
              + "|(cpu_to|le|be)\\w*(16|32|64|cpu|p)|lower_32_bits|upper_32_bits|mmc_get_dma_dir"
              + "|mmc_priv|shost_priv|scsi_cmd_priv|scsi_sglist|scsi_sg_count|scsi_bufflen"
              + "|blk_mq_rq_to_pdu|crypto_\\w+_(ctx|tfm|ctx_dma|size|alignmask)|crypto_\\w+size"
              + "|\\w+_request_ctx(_dma)?|\\w+_reqtfm|crypto_authenc_extractkeys|dma_get_mask"
              + "|dma_set_max_seg_size|dev_dbg|netdev_dbg|pr_debug|dev_err|dev_warn|netdev_err"
              + "|pr_err|pr_warn|printk|print_hex_dump\\w*|WARN_ON|WARN_ON_ONCE|WARN_ONCE|BUG_ON"
              + "|devm_\\w+|GFP_\\w+|readl|ioread32|ioread16|ioread8|in_interrupt|in_atomic"
              + "|might_sleep|lockdep_assert_held|assert_spin_locked|READ_ONCE|to_\\w+|test_bit"
              + "|time_after|time_before|list_empty|prefetch|INIT_LIST_HEAD|of_device_is_compatible"
              + "|of_get_property|of_property_read_\\w+|smp_rmb|smp_mb|smp_wmb|rmb|wmb|mb|dma_rmb"
              + "|dma_wmb|barrier");

  private Takings() {}

  private static Map<String, String> byName() {
    Map<String, String> all = new HashMap<>();
    BACK.lines()
        .map(l -> l.split(" \\| ", 2))
        .forEach(l -> List.of(l[0].split(" ")).forEach(n -> all.put(n, l[1])));
    return Map.copyOf(all);
  }

  /// What gives back what a call took; empty for a call that is not known to take anything.
  ///
  /// @param keeper what keeps the result of the call
  static Optional<String> back(String name, String keeper, List<String> args) {
    return Optional.ofNullable(BY_NAME.get(name)).map(b -> filled(b, keeper, args) + ";");
  }

  /// Whether what a call takes is memory that its result points to.
  static boolean isMemory(String name) {
    String back = BY_NAME.getOrDefault(name, "");
    return back.contains("@") && !back.startsWith("dma_unmap");
  }

  /// Whether a call takes nothing and changes nothing that is still there afterwards.
  static boolean isHarmless(String name) {
    return HARMLESS.matcher(name).matches();
  }

  private static String filled(String back, String keeper, List<String> args) {
    String text = back.replace("@", keeper);
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String target = arg.startsWith("&") ? arg.substring(1) : "*" + arg;
      text = text.replace("*$" + i, target).replace("$" + i, arg);
    }
    return text;
  }
}
