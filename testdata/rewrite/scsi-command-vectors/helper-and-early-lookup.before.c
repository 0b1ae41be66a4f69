// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	__le32 addr;
	__le32 len;
};

/**
 * acme_fill - fill descriptors
 * @dst: the first descriptor
 * @sg: the first entry
 * @left: number of entries
 */
static void acme_fill(struct acme_sge *dst, struct scatterlist *sg, int left)
{
	while (left-- > 0) {
		dst->addr = cpu_to_le32(sg_dma_address(sg));
		dst->len = cpu_to_le32(sg->dma_length);
		sg = sg_next(sg);
		dst++;
	}
}

static int acme_queue(struct scsi_cmnd *cmd, struct acme_sge *dst)
{
	struct scatterlist *sgl = scsi_sglist(cmd);
	int left;

	left = scsi_dma_map(cmd);
	if (left <= 0)
		return left;

	dst->addr = cpu_to_le32(sg_dma_address(&sgl[0]));
	acme_fill(dst + 1, sg_next(sgl), left - 1);
	return 0;
}

static void acme_done(struct scsi_cmnd *cmd)
{
	scsi_dma_unmap(cmd);
}
