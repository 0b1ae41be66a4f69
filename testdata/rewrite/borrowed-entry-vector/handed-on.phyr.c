// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_cipher {
	struct device *dev;
	void __iomem *regs;
	struct scatterlist *src;
	struct dma_vecs src_vecs;
};

static void acme_point(struct acme_cipher *cipher, const struct dma_vec *vecs)
{
	writel(vecs->addr, cipher->regs + 16);
	writel(vecs->len, cipher->regs + 20);
}

static int acme_take(struct acme_cipher *cipher, struct scatterlist *sg)
{
	if (!dma_vecs_map_sgl(cipher->dev, &cipher->src_vecs, sg, 1,
			      DMA_TO_DEVICE, 0))
		return -ENOMEM;
	cipher->src = sg;
	return 0;
}

static void acme_give_back(struct acme_cipher *cipher)
{
	dma_vecs_unmap(cipher->dev, &cipher->src_vecs, DMA_TO_DEVICE, 0);
}

static void acme_start(struct acme_cipher *cipher)
{
	acme_point(cipher, cipher->src_vecs.vec);
	writel(1, cipher->regs);
}
