// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_card {
	struct device *dev;
	void __iomem *regs;
};

int acme_card_wait(struct acme_card *card);

static int acme_card_fifo(struct acme_card *card, struct scatterlist *sg, bool write)
{
	int count, ret;

	count = dma_map_sg(card->dev, sg, 1, write ? DMA_TO_DEVICE : DMA_FROM_DEVICE);
	if (count != 1 || sg_dma_len(sg) < 512)
		return -EIO;
	writel(sg_dma_address(sg), card->regs);
	ret = acme_card_wait(card);
	dma_unmap_sg(card->dev, sg, 1, write ? DMA_TO_DEVICE : DMA_FROM_DEVICE);
	return ret;
}
