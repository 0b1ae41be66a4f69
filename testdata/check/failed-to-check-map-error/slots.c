// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ring {
	struct device *dev;
	dma_addr_t slot[16];
	dma_addr_t tail[16];
};

void acme_ring_post(struct acme_ring *ring, int i);

void acme_ring_fill(struct acme_ring *ring, void *buf, size_t len, int i)
{
	ring->slot[i] = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE); //~ failed-to-check-map-error: ring->slot[i]
	acme_ring_post(ring, i);
}

int acme_ring_extend(struct acme_ring *ring, void *buf, size_t len, int i)
{
	ring->tail[i] = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, ring->tail[i]))
		return -ENOMEM;
	acme_ring_post(ring, i);
	return 0;
}
