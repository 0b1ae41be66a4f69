// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/io.h>

void golden_kick(struct device *dev, void __iomem *regs, void *buf)
{
	struct scatterlist sg;

	sg_init_one(&sg, buf, 64);
	dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE); //~ refuse: never tested
	writel(sg_dma_address(&sg), regs);
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
}
