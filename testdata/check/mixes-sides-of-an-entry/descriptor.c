// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_buf {
	__be64 addr;
	__be32 len;
};

struct acme_cmd {
	struct acme_buf buf[32];
	u32 total;
	u32 cpu_total;
};

/* The sum is that of the DMA side, what the device gets is not. */
int acme_cmd_map(struct device *dev, struct acme_cmd *cmd, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i) {
		struct acme_buf *buf = cmd->buf + i;

		buf->addr = cpu_to_be64(sg_dma_address(sg));
		buf->len = cpu_to_be32(sg->length); //~ mixes-sides-of-an-entry: 'sg->length' is a length of the CPU side
		cmd->total += sg_dma_len(sg);
	}
	dma_unmap_sg(dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}

/* Each side in its own place. */
int acme_cmd_map_both(struct device *dev, struct acme_cmd *cmd, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i) {
		struct acme_buf *buf = cmd->buf + i;

		buf->addr = cpu_to_be64(sg_dma_address(sg));
		buf->len = cpu_to_be32(sg_dma_len(sg));
		cmd->cpu_total += sg->length;
	}
	dma_unmap_sg(dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}
