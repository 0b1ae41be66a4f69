// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_cipher {
	struct device *dev;
	void __iomem *regs;
	struct scatterlist *src;
};

static void acme_point(struct acme_cipher *cipher, const struct scatterlist *sg)
{
	writel(sg_dma_address(sg), cipher->regs + 16);
	writel(sg_dma_len(sg), cipher->regs + 20);
}

static int acme_take(struct acme_cipher *cipher, struct scatterlist *sg)
{
	if (!dma_map_sg(cipher->dev, sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	cipher->src = sg;
	return 0;
}

static void acme_give_back(struct acme_cipher *cipher)
{
	dma_unmap_sg(cipher->dev, cipher->src, 1, DMA_TO_DEVICE);
}

static void acme_start(struct acme_cipher *cipher)
{
	acme_point(cipher, cipher->src);
	writel(1, cipher->regs);
}
