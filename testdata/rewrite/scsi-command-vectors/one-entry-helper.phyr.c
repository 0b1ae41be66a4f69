// SPDX-License-Identifier: Apache-2.0
/* A helper writes one descriptor of the entry that it is given: one vector, not several. */
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	__le64 addr;
	__le32 len;
};

static void acme_set(struct acme_sge *dst, struct dma_vec *vec)
{
	dst->addr = cpu_to_le64(vec->addr);
	dst->len = cpu_to_le32(vec->len);
}

static int acme_queue(struct scsi_cmnd *cmd, struct acme_sge *dst)
{
	struct dma_vec *vec;
	int count, i;

	count = scsi_dma_map_vecs(cmd);
	if (count < 0)
		return count;

	for_each_dma_vec(scsi_dma_vecs(cmd), vec, count, i)
		acme_set(dst++, vec);
	return 0;
}

static void acme_done(struct scsi_cmnd *cmd)
{
	scsi_dma_unmap_vecs(cmd);
	scsi_done(cmd);
}
