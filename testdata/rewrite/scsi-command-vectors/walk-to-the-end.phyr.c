// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

static int acme_to_the_end(struct scsi_cmnd *cmd, __le32 *dst)
{
	struct dma_vec *vec;

	if (scsi_dma_map_vecs(cmd) < 0)
		return -ENOMEM;
	for (vec = scsi_dma_vecs(cmd); vec < scsi_dma_vecs(cmd) + cmd->dma_vecs.nr; vec++)
		*dst++ = cpu_to_le32(vec->addr);
	return 0;
}
