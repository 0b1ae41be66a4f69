// SPDX-License-Identifier: Apache-2.0
/*
 * Acme host adapter: builds and starts a command.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <scsi/scsi_cmnd.h>
#include "acme_hba.h"

#define ACME_SGE_LAST	BIT(0)

static int acme_hba_build_sge(struct acme_hba *hba, struct acme_ccb *ccb)
{
	struct scatterlist *sg;
	int nseg, i;

	ccb->sge_count = 0;
	nseg = scsi_dma_map(ccb->cmd);
	if (nseg < 0)
		return -ENOMEM;
	if (!nseg)
		return 0;

	scsi_for_each_sg(ccb->cmd, sg, nseg, i) {
		ccb->sge[i].addr = cpu_to_le64(sg_dma_address(sg));
		ccb->sge[i].len = cpu_to_le32(sg_dma_len(sg));
		ccb->sge[i].flags = 0;
	}
	ccb->sge[nseg - 1].flags = cpu_to_le32(ACME_SGE_LAST);
	ccb->sge_count = nseg;
	return 0;
}

int acme_hba_submit(struct acme_hba *hba, struct acme_ccb *ccb)
{
	int ret;

	/* The sense buffer is unmapped by the completion, in another file. */
	ccb->sense_dma = dma_map_single(hba->dev, ccb->sense,
					sizeof(ccb->sense), DMA_FROM_DEVICE);
	if (dma_mapping_error(hba->dev, ccb->sense_dma))
		return SCSI_MLQUEUE_HOST_BUSY;

	ret = acme_hba_build_sge(hba, ccb);
	if (ret) {
		dma_unmap_single(hba->dev, ccb->sense_dma, sizeof(ccb->sense),
				 DMA_FROM_DEVICE);
		return SCSI_MLQUEUE_HOST_BUSY;
	}

	writel(ccb->sge_count, hba->regs + 0x10);
	return 0;
}
