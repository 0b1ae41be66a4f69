// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

static int acme_never_tested(struct scsi_cmnd *cmd, __le32 *dst)
{
	struct scatterlist *sg;
	int i, n;

	n = scsi_dma_map(cmd); //~ refuse: scsi_dma_map() result is never checked
	scsi_for_each_sg(cmd, sg, n, i)
		dst[i] = cpu_to_le32(sg_dma_address(sg));
	return 0;
}
