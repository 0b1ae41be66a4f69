// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ring {
	struct device *dev;
	enum dma_data_direction dir;
	dma_addr_t head_dma;
	dma_addr_t tail_dma;
	void *head;
	void *tail;
	size_t len;
};

void acme_ring_init(struct acme_ring *ring)
{
	ring->dir = DMA_FROM_DEVICE;
}

int acme_ring_map(struct acme_ring *ring)
{
	ring->head_dma = dma_map_single(ring->dev, ring->head, ring->len, ring->dir);
	if (dma_mapping_error(ring->dev, ring->head_dma))
		return -ENOMEM;
	return 0;
}

void acme_ring_unmap(struct acme_ring *ring)
{
	dma_unmap_single(ring->dev, ring->head_dma, ring->len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: mapped with DMA_FROM_DEVICE
}

static dma_addr_t acme_map(struct acme_ring *ring, void *buf, enum dma_data_direction dir)
{
	return dma_map_single(ring->dev, buf, ring->len, dir);
}

int acme_ring_map_tail(struct acme_ring *ring)
{
	ring->tail_dma = acme_map(ring, ring->tail, DMA_TO_DEVICE);
	if (dma_mapping_error(ring->dev, ring->tail_dma))
		return -ENOMEM;
	return 0;
}

void acme_ring_unmap_tail(struct acme_ring *ring)
{
	dma_unmap_single(ring->dev, ring->tail_dma, ring->len, DMA_TO_DEVICE);
}
