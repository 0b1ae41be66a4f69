// SPDX-License-Identifier: Apache-2.0
/*
 * Acme disk: turns a block request into a list, and the list into commands.
 */
#include <linux/blk-mq.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

#define ACME_DISK_SEGS	32

struct acme_disk_seg {
	__le64 addr;
	__le32 len;
	__le32 next;
};

struct acme_disk_cmd {
	struct scatterlist sgl[ACME_DISK_SEGS];
	struct acme_disk_seg segs[ACME_DISK_SEGS];
	int nents;
};

struct acme_disk {
	struct device *dev;
	void __iomem *regs;
};

int acme_disk_queue(struct acme_disk *disk, struct request *rq)
{
	struct acme_disk_cmd *cmd = blk_mq_rq_to_pdu(rq);
	struct scatterlist *sg;
	int count, i;

	sg_init_table(cmd->sgl, ACME_DISK_SEGS);
	cmd->nents = blk_rq_map_sg(rq, cmd->sgl);
	count = dma_map_sg(disk->dev, cmd->sgl, cmd->nents, rq_dma_dir(rq));
	if (!count)
		return -EIO;

	for_each_sg(cmd->sgl, sg, count, i) {
		cmd->segs[i].addr = cpu_to_le64(sg_dma_address(sg));
		cmd->segs[i].len = cpu_to_le32(sg_dma_len(sg));
	}
	writel(rq->tag, disk->regs);
	return 0;
}

void acme_disk_done(struct acme_disk *disk, struct request *rq)
{
	struct acme_disk_cmd *cmd = blk_mq_rq_to_pdu(rq);

	dma_unmap_sg(disk->dev, cmd->sgl, cmd->nents, rq_dma_dir(rq));
	blk_mq_end_request(rq, 0);
}
