// SPDX-License-Identifier: Apache-2.0
/* The result goes to nents by hand, and the unmap takes it for the original count. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_bo {
	struct device *dev;
	struct sg_table *sgt;
	dma_addr_t *addrs;
};

int golden_bo_map(struct golden_bo *bo)
{
	struct sg_table *sgt = bo->sgt;
	struct scatterlist *sg;
	int i;

	sgt->nents = dma_map_sg(bo->dev, sgt->sgl, sgt->orig_nents,
				DMA_BIDIRECTIONAL);
	if (!sgt->nents) {
		dev_err(bo->dev, "no room\n");
		return -ENOMEM;
	}

	for_each_sg(sgt->sgl, sg, sgt->nents, i)
		bo->addrs[i] = sg_dma_address(sg);
	return 0;
}

void golden_bo_unmap(struct golden_bo *bo)
{
	dma_unmap_sg(bo->dev, bo->sgt->sgl, bo->sgt->nents, DMA_BIDIRECTIONAL);
}
