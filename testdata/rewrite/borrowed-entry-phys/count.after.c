// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_card {
	struct device *dev;
	void __iomem *regs;
};

int acme_card_wait(struct acme_card *card);

static int acme_card_fifo(struct acme_card *card, struct scatterlist *sg, bool write)
{
	dma_addr_t dma_addr;
	int ret;

	dma_addr = dma_map_phys(card->dev, sg_phys(sg), sg->length,
				write ? DMA_TO_DEVICE : DMA_FROM_DEVICE, 0);
	if (dma_mapping_error(card->dev, dma_addr) || sg->length < 512)
		return -EIO;
	writel(dma_addr, card->regs);
	ret = acme_card_wait(card);
	dma_unmap_phys(card->dev, dma_addr, sg->length,
		       write ? DMA_TO_DEVICE : DMA_FROM_DEVICE, 0);
	return ret;
}
