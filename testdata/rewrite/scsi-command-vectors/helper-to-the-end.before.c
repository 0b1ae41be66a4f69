// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

static void acme_fill(struct scatterlist *sg, __le32 *dst)
{
	for (; sg; sg = sg_next(sg)) //~ assist: the walk ends where the list ends
		*dst++ = cpu_to_le32(sg_dma_address(sg));
}

static int acme_queue(struct scsi_cmnd *cmd, __le32 *dst)
{
	if (scsi_dma_map(cmd) < 0)
		return -ENOMEM;
	acme_fill(scsi_sglist(cmd), dst);
	return 0;
}
