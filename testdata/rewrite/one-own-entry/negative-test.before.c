// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

int golden_poke(struct device *dev, void __iomem *regs, void *buf)
{
	struct scatterlist sg;
	int n;

	sg_init_one(&sg, buf, 64);
	n = dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE);
	if (n < 0) //~ refuse: never a negative count
		return -ENOMEM;
	writel(sg_dma_address(&sg), regs);
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return 0;
}
