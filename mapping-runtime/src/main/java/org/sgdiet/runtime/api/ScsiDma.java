// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The data list of a SCSI command: drivers/scsi/scsi_lib_dma.c, 7.3.
///
/// `count` is `scsi_sg_count()`, 0 for a command without data.
public record ScsiDma(ScatterEntry list, int count, Direction dir) {
  /// `scsi_dma_map()`: the mapped count, 0 when there is no data, `-ENOMEM` for any failure.
  public int map(DmaApi dma, int at) {
    if (count == 0) {
      return 0;
    }
    int mapped = dma.mapSg(list, count, dir, 0, at);
    return mapped == 0 ? -Errno.ENOMEM : mapped;
  }

  /// `scsi_dma_unmap()`: with the original count, mapped or not.
  public void unmap(DmaApi dma, int at) {
    if (count != 0) {
      dma.unmapSg(list, count, dir, 0, at);
    }
  }
}
