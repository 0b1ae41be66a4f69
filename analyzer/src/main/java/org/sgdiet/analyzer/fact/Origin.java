// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where the mapped list comes from: who filled its CPU side. The words are those of the project's
/// census of Linux 7.3.
public enum Origin {
  /// `src` or `dst` of a crypto request.
  CRYPTO_REQ,
  /// The data or protection list of a SCSI command.
  SCSI_CMND,
  /// `mmc_data.sg`.
  MMC_DATA,
  /// An array of entries that the driver fills with `sg_set_page()` and its kin.
  BUILT_ARRAY,
  /// A `struct sg_table` that the driver fills entry by entry.
  BUILT_SG_TABLE,
  /// One entry of the driver's own, a member or a local.
  SINGLE_MEMBER,
  /// A table made from an array of pages.
  SG_ALLOC_TABLE_FROM_PAGES,
  /// The table that a dma-buf exporter hands out.
  DMA_BUF_EXPORT,
  /// The table that a dma-buf importer was given.
  DMA_BUF_IMPORT,
  /// The payload lists of a bsg job.
  BSG_JOB,
  /// `sas_task.scatter`.
  LIBSAS_TASK,
  /// Filled by `blk_rq_map_sg()` from a block request.
  BLK_RQ_MAP_SG,
  /// The data list of a target core command.
  TARGET_CORE_CMD,
  /// `drm_prime_pages_to_sg()`.
  DRM_PRIME_PAGES_TO_SG,
  /// `skb_to_sgvec()`.
  SKB_TO_SGVEC,
  /// `dma_get_sgtable()`.
  DMA_GET_SGTABLE,
  /// The list of an HSI message.
  HSI_MSG,
  /// The pages of a user memory region registered for RDMA.
  RDMA_UMEM,
  /// The lists of an RDMA read/write context.
  RDMA_RW,
  /// What the FPGA manager core hands to its low-level driver.
  FPGA_MGR,
  /// `memstick_request.sg`.
  MEMSTICK_REQ,
  /// `usb_request.sg` of a USB gadget.
  USB_GADGET_REQ,
  /// `urb.sg`.
  USB_URB,
  /// The list of an ATA queued command.
  LIBATA_QC,
  /// The lists of an SPI transfer.
  SPI_TRANSFER,
  /// Reached only through an operations table that other drivers call.
  INDIRECT_OP,
  /// None of these could be shown.
  UNKNOWN;

  /// The census word, `crypto_req` for [#CRYPTO_REQ].
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The origin that a census word names.
  public static Optional<Origin> ofWord(String word) {
    return Arrays.stream(values()).filter(o -> o.word().equals(word)).findFirst();
  }
}
