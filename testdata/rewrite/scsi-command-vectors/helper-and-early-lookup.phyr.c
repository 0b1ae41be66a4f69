// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	__le32 addr;
	__le32 len;
};

/**
 * acme_fill - fill descriptors
 * @dst: the first descriptor
 * @vec: the first entry
 * @left: number of entries
 */
static void acme_fill(struct acme_sge *dst, struct dma_vec *vec, int left)
{
	while (left-- > 0) {
		dst->addr = cpu_to_le32(vec->addr);
		dst->len = cpu_to_le32(vec->len);
		vec++;
		dst++;
	}
}

static int acme_queue(struct scsi_cmnd *cmd, struct acme_sge *dst)
{
	struct dma_vec *vecs;
	int left;

	left = scsi_dma_map_vecs(cmd);
	if (left <= 0)
		return left;
	vecs = scsi_dma_vecs(cmd);

	dst->addr = cpu_to_le32(vecs[0].addr);
	acme_fill(dst + 1, vecs + 1, left - 1);
	return 0;
}

static void acme_done(struct scsi_cmnd *cmd)
{
	scsi_dma_unmap_vecs(cmd);
}
