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

	if (dma_map_sgtable(bo->dev, sgt, DMA_BIDIRECTIONAL, 0)) {
		dev_err(bo->dev, "no room\n");
		return -ENOMEM;
	}

	for_each_sgtable_dma_sg(sgt, sg, i)
		bo->addrs[i] = sg_dma_address(sg);
	return 0;
}

void golden_bo_unmap(struct golden_bo *bo)
{
	dma_unmap_sgtable(bo->dev, bo->sgt, DMA_BIDIRECTIONAL, 0);
}
