// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

struct acme_stat {
	struct device *dev;
	struct sg_table sgt;
	void *virt;
	dma_addr_t dma;
	size_t size;
};

int acme_stat_alloc(struct acme_stat *stat)
{
	stat->virt = dma_alloc_coherent(stat->dev, stat->size, &stat->dma, GFP_KERNEL);
	if (!stat->virt)
		return -ENOMEM;
	return dma_get_sgtable(stat->dev, &stat->sgt, stat->virt, stat->dma, stat->size);
}

void acme_stat_to_cpu(struct acme_stat *stat)
{
	dma_sync_sg_for_cpu(stat->dev, stat->sgt.sgl, stat->sgt.nents, DMA_FROM_DEVICE); //~ syncs-sg-list-with-different-entry-count: orig_nents
}

void acme_stat_to_device(struct acme_stat *stat)
{
	dma_sync_sg_for_device(stat->dev, stat->sgt.sgl, stat->sgt.orig_nents, DMA_FROM_DEVICE);
}
