// SPDX-License-Identifier: Apache-2.0
/* The 0 of a failed mapping would go out as the error: to test for it is not enough. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden {
	struct device *dev;
	void __iomem *regs;
};

int golden_start(struct golden *g, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n, err;

	n = dma_map_sg(g->dev, sgl, nents, DMA_TO_DEVICE);
	if (n < 0) { //~ assist: the error path goes on with it as the error
		err = n;
		goto out;
	}
	for_each_sg(sgl, sg, n, i)
		writel(sg_dma_address(sg), g->regs + 4 * i);
	dma_unmap_sg(g->dev, sgl, nents, DMA_TO_DEVICE);
	err = 0;
out:
	return err;
}
