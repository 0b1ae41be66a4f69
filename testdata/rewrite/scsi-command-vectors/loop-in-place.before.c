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
	struct scatterlist *sg;
	int i, nseg;

	nseg = scsi_dma_map(scmd);
	if (nseg < 0)
		return nseg;
	if (nseg > 32) {
		scsi_dma_unmap(scmd);
		return -EINVAL;
	}

	scsi_for_each_sg(scmd, sg, nseg, i) {
		cmd->sge[i].addr = cpu_to_le64(sg_dma_address(sg));
		cmd->sge[i].len = cpu_to_le32(sg_dma_len(sg));
		pr_debug("segment %d of %u bytes\n", i, sg_dma_len(sg));
	}
	cmd->used = nseg;
	return 0;
}

static void acme_done(struct acme_cmd *cmd)
{
	scsi_dma_unmap(cmd->scmd);
	scsi_done(cmd->scmd);
}
