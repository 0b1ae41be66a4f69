// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.program.InputValue;

/// What upper layers put into the requests and devices they hand to a driver (Linux 7.3:
/// scsi_cmnd.h, mmc/core.h, crypto/*.h, spi.h, bsg-lib.h, net/ethernet/eth.c).
final class FrameworkFields {

  private static final String DATA = "data";

  /// `MMC_DATA_WRITE` or `MMC_DATA_READ`, as `mmc_get_dma_dir()` reads them.
  private static final InputValue MMC_DATA_FLAGS = new InputValue.ByDirection(1 << 8, 1 << 9);

  /// `DMA_TO_DEVICE` or `DMA_FROM_DEVICE`: SCSI has no bidirectional commands any more.
  private static final InputValue ONE_WAY = new InputValue.ByDirection(1, 2);

  private static final Map<String, InputValue> VALUES =
      Map.ofEntries(
          Map.entry("scsi_cmnd.sc_data_direction", ONE_WAY),
          Map.entry("scsi_data_buffer.length", new InputValue.Bytes(DATA)),
          Map.entry("mmc_data.sg", new InputValue.ListHead(DATA)),
          Map.entry("mmc_data.sg_len", new InputValue.ListEntries(DATA)),
          Map.entry("mmc_data.blksz", new InputValue.Bytes(DATA)),
          Map.entry("mmc_data.blocks", new InputValue.Fixed(1)),
          Map.entry("mmc_data.flags", MMC_DATA_FLAGS),
          Map.entry("skcipher_request.src", new InputValue.ListHead("src")),
          Map.entry("skcipher_request.dst", new InputValue.ListHead("dst")),
          Map.entry("skcipher_request.cryptlen", new InputValue.Bytes("src")),
          Map.entry("aead_request.src", new InputValue.ListHead("src")),
          Map.entry("aead_request.dst", new InputValue.ListHead("dst")),
          Map.entry("aead_request.cryptlen", new InputValue.Bytes("src")),
          Map.entry("ahash_request.src", new InputValue.ListHead("src")),
          Map.entry("ahash_request.nbytes", new InputValue.Bytes("src")),
          Map.entry("akcipher_request.src", new InputValue.ListHead("src")),
          Map.entry("akcipher_request.dst", new InputValue.ListHead("dst")),
          Map.entry("akcipher_request.src_len", new InputValue.Bytes("src")),
          Map.entry("akcipher_request.dst_len", new InputValue.Bytes("dst")),
          Map.entry("kpp_request.src", new InputValue.ListHead("src")),
          Map.entry("kpp_request.dst", new InputValue.ListHead("dst")),
          Map.entry("kpp_request.src_len", new InputValue.Bytes("src")),
          Map.entry("kpp_request.dst_len", new InputValue.Bytes("dst")),
          Map.entry("spi_transfer.len", new InputValue.Bytes(DATA)),
          Map.entry("bsg_buffer.sg_list", new InputValue.ListHead(DATA)),
          Map.entry("bsg_buffer.sg_cnt", new InputValue.ListEntries(DATA)),
          Map.entry("bsg_buffer.payload_len", new InputValue.Bytes(DATA)));

  /// What no use decides: the MTU that `ether_setup()` gives a device, and the associated data, of
  /// which there is none besides the text that takes the whole list.
  private static final Map<String, InputValue> SET_UP =
      Map.of(
          "net_device.mtu", new InputValue.Fixed(1500),
          "aead_request.assoclen", new InputValue.Fixed(0));

  private FrameworkFields() {}

  /// What a field holds, unless its use asks for something else.
  static Optional<InputValue> value(String layout, String field) {
    return Optional.ofNullable(VALUES.get(layout + "." + field)).or(() -> setUp(layout, field));
  }

  /// What a field holds whatever it is used for.
  static Optional<InputValue> setUp(String layout, String field) {
    return Optional.ofNullable(SET_UP.get(layout + "." + field));
  }
}
