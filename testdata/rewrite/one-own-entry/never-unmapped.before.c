// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

int golden_leak(struct device *dev, void __iomem *regs, void *buf)
{
	struct scatterlist sg;

	sg_init_one(&sg, buf, 64);
	if (!dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE)) //~ refuse: never undone
		return -ENOMEM;
	writel(sg_dma_address(&sg), regs);
	return 0;
}
