// SPDX-License-Identifier: Apache-2.0
#include <linux/scatterlist.h>
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	u64 addr;
	u32 bytes;
};

int acme_build(struct scsi_cmnd *cmd, struct acme_sge *sge)
{
	struct scatterlist *sgl = scsi_sglist(cmd), *sg;
	int i, n = scsi_dma_map(cmd);

	if (n < 0)
		return n;
	for_each_sg(sgl, sg, scsi_sg_count(cmd), i) { //~ walks-sg-list-with-different-entry-count: 'scsi_sg_count(cmd)' entries
		sge[i].addr = sg_dma_address(sg);
		sge[i].bytes = sg_dma_len(sg);
	}
	return n;
}

int acme_build_right(struct scsi_cmnd *cmd, struct acme_sge *sge)
{
	struct scatterlist *sg;
	int i, n = scsi_dma_map(cmd);

	if (n < 0)
		return n;
	scsi_for_each_sg(cmd, sg, n, i) {
		sge[i].addr = sg_dma_address(sg);
		sge[i].bytes = sg_dma_len(sg);
	}
	return n;
}

/* The CPU side has as many entries as the command came with. */
u32 acme_bytes(struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	u32 bytes = 0;
	int i;

	if (scsi_dma_map(cmd) < 0)
		return 0;
	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i)
		bytes += sg->length;
	return bytes;
}
