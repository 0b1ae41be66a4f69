// SPDX-License-Identifier: Apache-2.0
/* A count is never negative. Where the error path has an error of its own, the test is mended. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden {
	struct device *dev;
	void __iomem *regs;
};

int golden_start(struct golden *g, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(g->dev, sgl, nents, DMA_TO_DEVICE);
	if (n == 0)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i)
		writel(sg_dma_address(sg), g->regs + 4 * i);
	dma_unmap_sg(g->dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}
