// SPDX-License-Identifier: Apache-2.0
/* A helper writes one descriptor of the entry that it is given: one vector, not several. */
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	__le64 addr;
	__le32 len;
};

static void acme_set(struct acme_sge *dst, struct scatterlist *sg)
{
	dst->addr = cpu_to_le64(sg_dma_address(sg));
	dst->len = cpu_to_le32(sg_dma_len(sg));
}

static int acme_queue(struct scsi_cmnd *cmd, struct acme_sge *dst)
{
	struct scatterlist *sg;
	int count, i;

	count = scsi_dma_map(cmd);
	if (count < 0)
		return count;

	scsi_for_each_sg(cmd, sg, count, i)
		acme_set(dst++, sg);
	return 0;
}

static void acme_done(struct scsi_cmnd *cmd)
{
	scsi_dma_unmap(cmd);
	scsi_done(cmd);
}
