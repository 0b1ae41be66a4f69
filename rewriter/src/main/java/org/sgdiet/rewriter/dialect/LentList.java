// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.util.Arrays;
import java.util.Optional;

/// A list that a subsystem fills and lends to a driver in a structure of its own: the API patch
/// puts the list's vectors beside it, where every user of the list has them.
public enum LentList {
  /// The data of an MMC request.
  MMC("mmc_data.sg", "include/linux/mmc/core.h", "^\\tstruct scatterlist\\t\\*sg;[^\\n]*\\n"),
  /// The payload of a bsg job, either way.
  BSG("bsg_buffer.sg_list", "include/linux/bsg-lib.h", "^\\tstruct scatterlist \\*sg_list;\\n"),
  /// The data of a libsas task.
  SAS("sas_task.scatter", "include/scsi/libsas.h", "^\\tstruct scatterlist \\*scatter;\\n"),
  /// The request of a libsas SMP task.
  SMP_REQUEST(
      "sas_smp_task.smp_req", "include/scsi/libsas.h", "^\\tstruct scatterlist smp_req;\\n"),
  /// The response of a libsas SMP task.
  SMP_RESPONSE(
      "sas_smp_task.smp_resp", "include/scsi/libsas.h", "^\\tstruct scatterlist smp_resp;\\n"),
  /// The data of a target core command.
  TARGET(
      "se_cmd.t_data_sg",
      "include/target/target_core_base.h",
      "^\\tstruct scatterlist\\t\\*t_data_sg;\\n"),
  /// The data of a memory stick request, in a union with short data.
  MEMSTICK("memstick_request.sg", "include/linux/memstick.h", "^struct memstick_request \\{\\n");

  private static final String INCLUDES = "(?:^#include [^\\n]*\\n)+";

  private final String list;
  private final String header;
  private final String anchor;

  LentList(String list, String header, String anchor) {
    this.list = list;
    this.header = header;
    this.anchor = anchor;
  }

  /// The list that the member `member` of `struct tag` is.
  public static Optional<LentList> of(String tag, String member) {
    return Arrays.stream(values()).filter(l -> l.list.equals(tag + "." + member)).findFirst();
  }

  /// The name of the `struct dma_vecs` beside it.
  public String vectors() {
    return switch (this) {
      case MMC, BSG, SAS, TARGET, MEMSTICK -> "dma_vecs";
      case SMP_REQUEST -> "smp_req_vecs";
      case SMP_RESPONSE -> "smp_resp_vecs";
    };
  }

  Addition declaration() {
    return Addition.after(
        header,
        anchor,
        "\tstruct dma_vecs " + vectors() + ";\t/* what the device sees of it */\n",
        "does not declare " + list + " as expected");
  }

  Addition include() {
    return Addition.after(
        header, INCLUDES, "#include <linux/dma-vec.h>\n", "has no block of includes");
  }
}
