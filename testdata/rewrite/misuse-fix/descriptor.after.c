// SPDX-License-Identifier: Apache-2.0
/* A handle asked for an error in a descriptor of 32 bits: it is asked about first. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden_desc {
	u32 addr;
	u32 len;
};

struct golden {
	struct device *dev;
	struct golden_desc *desc;
};

int golden_fill(struct golden *g, void *buf, unsigned int len)
{
	dma_addr_t dma_addr;
	struct golden_desc *desc = g->desc;

	desc->len = len;
	dma_addr = dma_map_single(g->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(g->dev, dma_addr)) {
		desc->len = 0;
		return -ENOMEM;
	}
	desc->addr = dma_addr;

	return 0;
}

void golden_drain(struct golden *g, unsigned int len)
{
	dma_unmap_single(g->dev, g->desc->addr, len, DMA_FROM_DEVICE);
}
