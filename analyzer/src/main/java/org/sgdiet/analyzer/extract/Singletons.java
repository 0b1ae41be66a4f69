// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.runtime.program.Expr.GlobalAddress;

/// Calls that lead from one structure to the driver's own: a run has one device and one request, so
/// they all lead to the one object of the type that is wanted.
final class Singletons {

  private static final Set<String> PRIVATE_DATA =
      Set.of(
          "dev_get_drvdata",
          "platform_get_drvdata",
          "pci_get_drvdata",
          "amba_get_drvdata",
          "spi_get_drvdata",
          "spi_controller_get_devdata",
          "spi_master_get_devdata",
          "i2c_get_adapdata",
          "usb_get_intfdata",
          "shost_priv",
          "scsi_cmd_priv",
          "mmc_priv",
          "netdev_priv",
          "iio_priv",
          "memstick_priv",
          "snd_soc_dai_get_drvdata",
          "nand_get_controller_data",
          "video_drvdata",
          "vb2_get_drv_priv",
          "crypto_tfm_ctx",
          "crypto_tfm_ctx_dma",
          "crypto_skcipher_ctx",
          "crypto_skcipher_ctx_dma",
          "crypto_aead_ctx",
          "crypto_aead_ctx_dma",
          "crypto_ahash_ctx",
          "crypto_ahash_ctx_dma",
          "akcipher_tfm_ctx",
          "akcipher_tfm_ctx_dma",
          "kpp_tfm_ctx",
          "skcipher_request_ctx",
          "skcipher_request_ctx_dma",
          "aead_request_ctx",
          "aead_request_ctx_dma",
          "ahash_request_ctx",
          "ahash_request_ctx_dma",
          "akcipher_request_ctx",
          "akcipher_request_ctx_dma",
          "kpp_request_ctx",
          "blk_mq_rq_to_pdu",
          "dev_get_platdata",
          "memstick_get_drvdata",
          "ata_shost_to_port",
          "auxiliary_get_drvdata");

  private final Frame frame;

  Singletons(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(String name, List<Expr> args, Optional<CType> expected) {
    if (!PRIVATE_DATA.contains(name)
        || !(expected.map(CType::decayed).orElse(CType.Pointer.VOID)
            instanceof CType.Pointer(CType target))
        || !(target instanceof CType.Tagged || target instanceof CType.Inline)) {
      return Optional.empty();
    }
    String object = frame.draft.singleton(target, frame.names);
    return Optional.of(new Value(new GlobalAddress(object), new CType.Pointer(target)));
  }
}
