// SPDX-License-Identifier: Apache-2.0
/* A handle in a 32-bit local that is asked for an error: the local gets the type of a handle. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden {
	struct device *dev;
	void __iomem *regs;
};

int golden_send(struct golden *g, void *buf, unsigned int len)
{
	dma_addr_t addr;
	u32 status;
	int ret = 0;

	addr = dma_map_single(g->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(g->dev, addr))
		return -ENOMEM;

	writel(addr, g->regs);
	status = readl(g->regs + 4);
	if (status)
		ret = -EIO;
	dma_unmap_single(g->dev, addr, len, DMA_TO_DEVICE);
	return ret;
}
