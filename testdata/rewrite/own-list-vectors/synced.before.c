// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_ring {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
};

static int acme_map(struct acme_ring *ring, u64 *desc)
{
	if (!dma_map_sg(ring->dev, ring->sgl, ring->nents, DMA_FROM_DEVICE))
		return -ENOMEM;
	*desc = sg_dma_address(ring->sgl);
	dma_sync_sg_for_cpu(ring->dev, ring->sgl, ring->nents, DMA_FROM_DEVICE); //~ assist: no sync call yet
	dma_unmap_sg(ring->dev, ring->sgl, ring->nents, DMA_FROM_DEVICE);
	return 0;
}
