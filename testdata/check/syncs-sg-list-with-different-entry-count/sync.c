// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_cap {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
	int count;
};

int acme_cap_map(struct acme_cap *cap)
{
	cap->count = dma_map_sg(cap->dev, cap->sgl, cap->nents, DMA_FROM_DEVICE);
	return cap->count ? 0 : -ENOMEM;
}

void acme_cap_frame(struct acme_cap *cap)
{
	dma_sync_sg_for_cpu(cap->dev, cap->sgl, cap->count, DMA_FROM_DEVICE); //~ syncs-sg-list-with-different-entry-count: cap->count
}

void acme_cap_again(struct acme_cap *cap)
{
	dma_sync_sg_for_device(cap->dev, cap->sgl, cap->nents, DMA_FROM_DEVICE);
}
