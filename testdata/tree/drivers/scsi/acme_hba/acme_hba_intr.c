// SPDX-License-Identifier: Apache-2.0
/*
 * Acme host adapter: completes a command.
 */
#include <linux/dma-mapping.h>
#include <scsi/scsi_cmnd.h>
#include "acme_hba.h"

void acme_hba_complete(struct acme_hba *hba, struct acme_ccb *ccb, u32 status)
{
	struct scsi_cmnd *cmd = ccb->cmd;

	scsi_dma_unmap(cmd);
	dma_unmap_single(hba->dev, ccb->sense_dma, sizeof(ccb->sense),
			 DMA_FROM_DEVICE);
	ccb->cmd = NULL;
	cmd->result = (status ? DID_ERROR : DID_OK) << 16;
	scsi_done(cmd);
}
