// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_desc {
	u32 addr;
	u32 len;
};

struct acme_ring {
	struct device *dev;
	struct acme_desc *desc;
	dma_addr_t last;
};

int acme_ring_add(struct acme_ring *ring, void *buf, u32 len)
{
	ring->desc->addr = dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE); //~ truncates-dma-address: 'ring->desc->addr' is of type u32
	if (dma_mapping_error(ring->dev, ring->desc->addr))
		return -ENOMEM;
	ring->desc->len = len;
	return 0;
}

int acme_ring_next(struct acme_ring *ring, void *buf, u32 len)
{
	u32 addr = dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE); //~ truncates-dma-address: 'addr' is of type u32

	if (dma_mapping_error(ring->dev, addr))
		return -ENOMEM;
	ring->desc->addr = addr;
	return 0;
}

/* The whole handle is asked about; the device has 32 address lines. */
int acme_ring_push(struct acme_ring *ring, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(ring->dev, addr))
		return -ENOMEM;
	ring->desc->addr = addr;
	ring->last = addr;
	return 0;
}
