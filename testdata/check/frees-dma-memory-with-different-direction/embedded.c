// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ring {
	dma_addr_t dma[16];
	unsigned int head;
};

struct acme_mac {
	struct device *dev;
	struct acme_ring tx;
	struct acme_ring rx;
};

int acme_mac_send(struct acme_mac *mac, void *data, u32 len)
{
	struct acme_ring *ring = &mac->tx;
	dma_addr_t addr = dma_map_single(mac->dev, data, len, DMA_TO_DEVICE);

	if (dma_mapping_error(mac->dev, addr))
		return -ENOMEM;
	ring->dma[ring->head] = addr;
	return 0;
}

int acme_mac_refill(struct acme_mac *mac, void *data, u32 len)
{
	struct acme_ring *ring = &mac->rx;
	dma_addr_t addr = dma_map_single(mac->dev, data, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(mac->dev, addr))
		return -ENOMEM;
	ring->dma[ring->head] = addr;
	return 0;
}

void acme_mac_sent(struct acme_mac *mac, u32 len)
{
	struct acme_ring *ring = &mac->tx;

	dma_unmap_single(mac->dev, ring->dma[ring->head], len, DMA_TO_DEVICE);
}

void acme_mac_received(struct acme_mac *mac, u32 len)
{
	struct acme_ring *ring = &mac->rx;

	dma_unmap_single(mac->dev, ring->dma[ring->head], len, DMA_FROM_DEVICE);
}

void acme_mac_stop(struct acme_mac *mac, u32 len)
{
	struct acme_ring *ring = &mac->rx;

	dma_unmap_single(mac->dev, ring->dma[0], len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_TO_DEVICE for what was mapped with DMA_FROM_DEVICE
}
