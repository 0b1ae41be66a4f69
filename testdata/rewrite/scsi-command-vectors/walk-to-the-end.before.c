// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

static int acme_to_the_end(struct scsi_cmnd *cmd, __le32 *dst)
{
	struct scatterlist *sg;

	if (scsi_dma_map(cmd) < 0)
		return -ENOMEM;
	for (sg = scsi_sglist(cmd); sg; sg = sg_next(sg))
		*dst++ = cpu_to_le32(sg_dma_address(sg));
	return 0;
}
