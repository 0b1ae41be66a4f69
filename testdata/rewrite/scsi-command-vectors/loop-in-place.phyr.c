// SPDX-License-Identifier: Apache-2.0
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	__le64 addr;
	__le32 len;
};

struct acme_cmd {
	struct scsi_cmnd *scmd;
	struct acme_sge sge[32];
	u16 used;
};

static int acme_build(struct acme_cmd *cmd)
{
	struct scsi_cmnd *scmd = cmd->scmd;
	struct dma_vec *vec;
	int i, nseg;

	nseg = scsi_dma_map_vecs(scmd);
	if (nseg < 0)
		return nseg;
	if (nseg > 32) {
		scsi_dma_unmap_vecs(scmd);
		return -EINVAL;
	}

	for_each_dma_vec(scsi_dma_vecs(scmd), vec, nseg, i) {
		cmd->sge[i].addr = cpu_to_le64(vec->addr);
		cmd->sge[i].len = cpu_to_le32(vec->len);
		pr_debug("segment %d of %u bytes\n", i, (unsigned int)vec->len);
	}
	cmd->used = nseg;
	return 0;
}

static void acme_done(struct acme_cmd *cmd)
{
	scsi_dma_unmap_vecs(cmd->scmd);
	scsi_done(cmd->scmd);
}
