// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_loader {
	struct device *dev;
	void __iomem *regs;
};

static int acme_load(struct acme_loader *ld, struct sg_table *sgt)
{
	struct scatterlist *sg;
	int i, count;

	count = dma_map_sg(ld->dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;

	for_each_sg(sgt->sgl, sg, count, i)
		writeq(sg_dma_address(sg), ld->regs);

	dma_unmap_sg(ld->dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE);
	return 0;
}
