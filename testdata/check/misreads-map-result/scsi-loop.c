// SPDX-License-Identifier: Apache-2.0
#include <linux/scatterlist.h>
#include <scsi/scsi_cmnd.h>

/* The caller looks at the count, and the loop only reads it. */
int acme_hba_fill(struct scsi_cmnd *cmd, u64 *desc)
{
	struct scatterlist *sg;
	int nseg, i;

	nseg = scsi_dma_map(cmd);
	if (nseg) {
		scsi_for_each_sg(cmd, sg, nseg, i)
			desc[i] = sg_dma_address(sg);
	}
	return nseg;
}
