// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_bd {
	u64 addr;
	u32 len;
};

struct acme_cmd {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
	struct acme_bd bd[64];
	int valid;
};

static int acme_cmd_split(struct acme_cmd *cmd, u64 addr, u32 len, int at)
{
	int n = 0;

	while (len > 0x8000) {
		cmd->bd[at + n].addr = addr;
		cmd->bd[at + n].len = 0x8000;
		addr += 0x8000;
		len -= 0x8000;
		n++;
	}
	return n;
}

/* Without a DMA entry there is no round, and 0 is what the caller takes for a failure. */
static int acme_cmd_map(struct acme_cmd *cmd)
{
	struct scatterlist *sg;
	int n, i, count = 0;

	n = dma_map_sg(cmd->dev, cmd->sgl, cmd->nents, DMA_TO_DEVICE);
	for_each_sg(cmd->sgl, sg, n, i)
		count += acme_cmd_split(cmd, sg_dma_address(sg), sg_dma_len(sg), count);
	return count;
}

int acme_cmd_build(struct acme_cmd *cmd)
{
	int count;

	count = acme_cmd_map(cmd);
	if (count == 0)
		return -ENOMEM;
	cmd->valid = count;
	return 0;
}

/* Here the caller goes on with 0. */
static int acme_req_map(struct acme_cmd *cmd)
{
	struct scatterlist *sg;
	int n, i, count = 0;

	n = dma_map_sg(cmd->dev, cmd->sgl, cmd->nents, DMA_TO_DEVICE); //~ failed-to-check-map-error: never tested for a failure
	for_each_sg(cmd->sgl, sg, n, i) {
		cmd->bd[count].addr = sg_dma_address(sg);
		cmd->bd[count].len = sg_dma_len(sg);
		count++;
	}
	return count;
}

int acme_req_build(struct acme_cmd *cmd)
{
	int count;

	count = acme_req_map(cmd);
	if (!count)
		cmd->bd[0].len = 0;
	cmd->valid = count;
	return 0;
}
