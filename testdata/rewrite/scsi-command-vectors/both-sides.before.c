// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

static int acme_both_sides(struct scsi_cmnd *cmd, __le32 *dst)
{
	struct scatterlist *sg;
	int i, n;

	n = scsi_dma_map(cmd);
	if (n < 0)
		return n;
	scsi_for_each_sg(cmd, sg, n, i) {
		*dst++ = cpu_to_le32(sg_dma_address(sg));
		*dst++ = cpu_to_le32(sg->length); //~ refuse: CPU side and DMA side of the list
	}
	return 0;
}
