// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.util.List;
import java.util.regex.Pattern;

/// A word of the DMA API that some trees have and others have not.
public enum Feature {
  /// `dma_map_sgtable()` and its family (5.8).
  MAP_SGTABLE("dma_map_sgtable", Kind.CALL, "include/linux/dma-mapping.h"),
  /// `for_each_sgtable_dma_sg()` and `for_each_sgtable_sg()` (5.8).
  SGTABLE_LOOPS("for_each_sgtable_dma_sg", Kind.CALL, "include/linux/scatterlist.h"),
  /// `ib_dma_map_sgtable_attrs()` (5.14).
  IB_MAP_SGTABLE("ib_dma_map_sgtable_attrs", Kind.CALL, "include/rdma/ib_verbs.h"),
  /// `dma_map_phys()` (6.18).
  MAP_PHYS("dma_map_phys", Kind.CALL, "include/linux/dma-mapping.h"),
  /// `dma_iova_try_alloc()` and its family (6.16).
  IOVA("dma_iova_try_alloc", Kind.CALL, "include/linux/dma-mapping.h"),
  /// `struct phys_vec` in a header that everybody sees (7.x).
  PHYS_VEC("phys_vec", Kind.STRUCT, "include/linux/types.h", "include/linux/bvec.h"),
  /// `struct dma_vec`, in whichever header (6.15).
  DMA_VEC("dma_vec", Kind.STRUCT, "include/linux/types.h", "include/linux/dmaengine.h"),
  /// `struct phyr`, from the API patch.
  PHYR("phyr", Kind.STRUCT, "include/linux/types.h"),
  /// `dma_map_phyr()`, from the API patch.
  MAP_PHYR("dma_map_phyr", Kind.CALL, "include/linux/dma-mapping.h", "include/linux/dma-vec.h"),
  /// `dmaengine_prep_slave_single()`.
  PREP_SLAVE_SINGLE("dmaengine_prep_slave_single", Kind.CALL, "include/linux/dmaengine.h"),
  /// `blk_rq_dma_map_iter_start()` (6.17).
  BLK_DMA_ITER("blk_rq_dma_map_iter_start", Kind.CALL, "include/linux/blk-mq-dma.h");

  private final String word;
  private final Pattern declaration;
  private final String headers;

  Feature(String word, Kind kind, String... headers) {
    this.word = word;
    this.declaration =
        switch (kind) {
          case CALL -> Pattern.compile("\\b" + word + "\\s*\\(");
          case STRUCT -> Pattern.compile("\\bstruct\\s+" + word + "\\s*\\{");
        };
    this.headers = String.join(" ", headers);
  }

  /// The identifier.
  public String word() {
    return word;
  }

  /// Headers that may declare it, relative to the tree.
  public List<String> headers() {
    return List.of(headers.split(" "));
  }

  /// Whether a header's text, comments blanked, declares it.
  boolean declaredIn(String header) {
    return declaration.matcher(header).find();
  }

  private enum Kind {
    CALL,
    STRUCT
  }
}
