// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_bo {
	struct device *dev;
	struct sg_table *sgt;
};

/* The device has its own page table: this is for the caches alone. */
void acme_bo_flush(struct acme_bo *bo)
{
	dma_map_sgtable(bo->dev, bo->sgt, DMA_BIDIRECTIONAL, 0);
	dma_unmap_sgtable(bo->dev, bo->sgt, DMA_BIDIRECTIONAL, 0);
}
