// SPDX-License-Identifier: Apache-2.0
/* Mappings that nobody checks, where something has to be undone that only a person knows. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden {
	struct device *dev;
	void *bufs[8];
	dma_addr_t dma[8];
	dma_addr_t last;
	int busy;
	void __iomem *regs;
};

int golden_fill(struct golden *g, unsigned int len)
{
	int i;

	for (i = 0; i < 8; i++) {
		g->dma[i] = dma_map_single(g->dev, g->bufs[i], len, //~ assist: in a loop
					   DMA_FROM_DEVICE);
		writel(lower_32_bits(g->dma[i]), g->regs + 4 * i);
	}
	return 0;
}

int golden_send(struct golden *g, void *buf, unsigned int len)
{
	if (!len)
		return -EINVAL;
	g->busy = 1;
	g->last = dma_map_single(g->dev, buf, len, DMA_TO_DEVICE); //~ assist: written on line 31
	writel(lower_32_bits(g->last), g->regs);
	return 0;
}

void golden_stop(struct golden *g, unsigned int len)
{
	int i;

	for (i = 0; i < 8; i++)
		dma_unmap_single(g->dev, g->dma[i], len, DMA_FROM_DEVICE);
	dma_unmap_single(g->dev, g->last, len, DMA_TO_DEVICE);
}
