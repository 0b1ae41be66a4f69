// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.syntax.Item;

/// Which functions of a driver belong into a mapping program: those that touch lists, mappings or
/// DMA addresses, or call one that does, and small ones that only calculate; of the kernel's own
/// headers the small ones that make a structure.
final class Relevance {

  private static final int DEEPEST_CALL = 5;
  private static final int SMALL_LINES = 30;

  private static final Pattern MAPPING =
      Pattern.compile(
          "\\b(dma_map_\\w+|dma_unmap_\\w+|dma_sync_\\w+|dma_iova_\\w+|dma_batch_\\w+|dma_vecs?\\w*|dma_mapping_error"
              + "|sg_\\w+|scsi_dma_\\w+|scsi_sg\\w+|scsi_for_each_sg|scsi_bufflen|for_each_sg\\w*|ib_dma_\\w+"
              + "|dmaengine_prep_\\w+|dma_addr_t|scatterlist|sgl|blk_rq_\\w+|dma_address|mmc_get_dma_dir"
              + "|dma_alloc_coherent|dma_pool_\\w+|kref_get)\\b");

  private static final Pattern IDENTIFIER_CALL = Pattern.compile("\\b([A-Za-z_]\\w*)\\s*\\(");
  private static final Pattern EFFECT =
      Pattern.compile("\\b(while|for|goto|schedule|queue_work|request_\\w+|register_\\w+)\\b");

  private final TreeModel tree;
  private final Map<String, Boolean> decided = new HashMap<>();

  Relevance(TreeModel tree) {
    this.tree = tree;
  }

  boolean matters(Found<Item.Function> function, FileModel names) {
    boolean kernel = function.path().startsWith("include/") || function.path().startsWith("arch/");
    return kernel
        ? returnsStructure(function, names) && calculates(function)
        : touches(function, names, new HashSet<>(), 0) || calculates(function);
  }

  private boolean touches(
      Found<Item.Function> function, FileModel names, Set<String> seen, int depth) {
    String key = function.path() + ":" + function.item().span().start();
    Boolean known = decided.get(key);
    if (known != null) {
      return known;
    }
    if (!seen.add(key) || depth > DEEPEST_CALL) {
      return false;
    }
    String text = tree.text(function.path(), function.item().span());
    boolean result =
        MAPPING.matcher(text).find() || calleeTouches(text, function, names, seen, depth);
    decided.put(key, result);
    return result;
  }

  private boolean calleeTouches(
      String text, Found<Item.Function> caller, FileModel names, Set<String> seen, int depth) {
    Matcher m = IDENTIFIER_CALL.matcher(text);
    while (m.find()) {
      String name = m.group(1);
      if (name.equals(caller.item().name()) || NoOperations.contains(name)) {
        continue;
      }
      Optional<Found<Item.Function>> callee = names.functionOfDriver(name);
      if (callee.isPresent() && touches(callee.get(), names, seen, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean returnsStructure(Found<Item.Function> function, FileModel names) {
    return switch (names.type(function.item().result())) {
      case CType.Tagged _, CType.Inline _ -> true;
      case CType.Int _,
          CType.Bool _,
          CType.Pointer _,
          CType.Array _,
          CType.Function _,
          CType.VoidType _,
          CType.Opaque _ ->
          false;
    };
  }

  /// A small function without loops: lowering it is cheaper than knowing nothing of its result.
  private boolean calculates(Found<Item.Function> function) {
    String text = tree.text(function.path(), function.item().body().span());
    return text.lines().count() <= SMALL_LINES && !EFFECT.matcher(text).find();
  }
}
