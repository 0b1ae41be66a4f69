// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_loader {
	struct device *dev;
	void __iomem *regs;
};

static int acme_load(struct acme_loader *ld, struct sg_table *sgt)
{
	struct dma_vec *vec;
	struct dma_vecs vecs;
	int i, count;

	count = dma_vecs_map_sgl(ld->dev, &vecs, sgt->sgl, sgt->nents,
				 DMA_TO_DEVICE, 0);
	if (!count)
		return -ENOMEM;

	for_each_dma_vec(vecs.vec, vec, count, i)
		writeq(vec->addr, ld->regs);

	dma_vecs_unmap(ld->dev, &vecs, DMA_TO_DEVICE, 0);
	return 0;
}
