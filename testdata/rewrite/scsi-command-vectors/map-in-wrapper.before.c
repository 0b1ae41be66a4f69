// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <scsi/scsi_cmnd.h>

static inline int acme_dma_map(struct scsi_cmnd *cmd)
{
	if (cmd->cmnd[0] == 0x95)
		cmd->sc_data_direction = DMA_BIDIRECTIONAL;

	return scsi_dma_map(cmd);
}

static int acme_short(struct scsi_cmnd *cmd, u64 *desc)
{
	if (scsi_dma_map(cmd) != 1)
		return -EINVAL;

	*desc = sg_dma_address(scsi_sglist(cmd));
	return 0;
}

static int acme_build(struct scsi_cmnd *cmd, u64 *desc)
{
	struct scatterlist *sg;
	int left;

	if (scsi_bufflen(cmd) < 4096 && !acme_short(cmd, desc))
		return 0;

	sg = scsi_sglist(cmd);
	left = acme_dma_map(cmd);
	if (left < 0)
		return -ENOMEM;

	while (left--) {
		*desc++ = sg_dma_address(sg);
		*desc++ = sg_dma_len(sg);
		sg = sg_next(sg);
	}
	return 0;
}

static void acme_done(struct scsi_cmnd *cmd)
{
	scsi_dma_unmap(cmd);
}
