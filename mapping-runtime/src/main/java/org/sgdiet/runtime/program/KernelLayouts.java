// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;

/// Layouts of the structures that DMA operations read and write, as on a 64-bit kernel (Linux 7.3,
/// include/linux/scatterlist.h, types.h, dmaengine.h, dma-mapping.h). Every [Program] holds them.
public final class KernelLayouts {

  /// `struct scatterlist` with CONFIG_NEED_SG_DMA_LENGTH and CONFIG_NEED_SG_DMA_FLAGS. On a profile
  /// without the former the machine makes `dma_length` another name of `length`.
  public static final Layout SCATTERLIST =
      new Layout(
          "scatterlist",
          32,
          true,
          List.of(
              new Layout.Field("page_link", 0, Type.Int.U64),
              new Layout.Field("offset", 8, Type.Int.U32),
              new Layout.Field("length", 12, Type.Int.U32),
              new Layout.Field("dma_address", 16, Type.Int.U64),
              new Layout.Field("dma_length", 24, Type.Int.U32),
              new Layout.Field("dma_flags", 28, Type.Int.U32)));

  /// `struct sg_table`.
  public static final Layout SG_TABLE =
      new Layout(
          "sg_table",
          16,
          true,
          List.of(
              new Layout.Field("sgl", 0, new Type.Pointer("scatterlist")),
              new Layout.Field("nents", 8, Type.Int.U32),
              new Layout.Field("orig_nents", 12, Type.Int.U32)));

  /// `struct dma_vec`.
  public static final Layout DMA_VEC =
      new Layout(
          "dma_vec",
          16,
          true,
          List.of(
              new Layout.Field("addr", 0, Type.Int.U64), new Layout.Field("len", 8, Type.Int.U64)));

  /// `struct phys_vec`.
  public static final Layout PHYS_VEC =
      new Layout(
          "phys_vec",
          16,
          true,
          List.of(
              new Layout.Field("paddr", 0, Type.Int.U64),
              new Layout.Field("len", 8, Type.Int.U64)));

  /// `struct phyr` of the proposed vocabulary.
  public static final Layout PHYR =
      new Layout(
          "phyr",
          16,
          true,
          List.of(
              new Layout.Field("start", 0, Type.Int.U64),
              new Layout.Field("len", 8, Type.Int.U64)));

  /// `struct dma_vecs` of the proposed vocabulary.
  public static final Layout DMA_VECS =
      new Layout(
          "dma_vecs",
          40,
          true,
          List.of(
              new Layout.Field("vec", 0, new Type.Pointer("dma_vec")),
              new Layout.Field("nr", 8, Type.Int.U32),
              new Layout.Field("nents", 12, Type.Int.U32),
              new Layout.Field("sgl", 16, new Type.Pointer("scatterlist")),
              new Layout.Field("single", 24, new Type.Struct("dma_vec"))));

  /// `struct dma_iova_state`.
  public static final Layout DMA_IOVA_STATE =
      new Layout(
          "dma_iova_state",
          16,
          true,
          List.of(
              new Layout.Field("addr", 0, Type.Int.U64),
              new Layout.Field("__size", 8, Type.Int.U64)));

  /// `struct bio_vec`.
  public static final Layout BIO_VEC =
      new Layout(
          "bio_vec",
          16,
          true,
          List.of(
              new Layout.Field("bv_page", 0, new Type.Pointer("page")),
              new Layout.Field("bv_len", 8, Type.Int.U32),
              new Layout.Field("bv_offset", 12, Type.Int.U32)));

  /// `struct page`: 64 bytes that nobody looks into; pages are compared and stepped over.
  public static final Layout PAGE = new Layout("page", 64, true, List.of());

  private KernelLayouts() {}

  /// All of them.
  public static List<Layout> all() {
    return List.of(
        SCATTERLIST, SG_TABLE, DMA_VEC, PHYS_VEC, PHYR, DMA_VECS, DMA_IOVA_STATE, BIO_VEC, PAGE);
  }
}
