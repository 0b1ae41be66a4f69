// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct acme_ring {
	struct device *dev;
	void *buf;
	dma_addr_t addr;
};

void acme_ring_post(struct acme_ring *ring, dma_addr_t addr);

int acme_ring_fill(struct acme_ring *ring, size_t len)
{
	dma_addr_t dma;
	void *buf;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, dma))
		return -EIO; //~ loses-buffer-when-mapping-fails: buf
	ring->buf = buf;
	acme_ring_post(ring, dma);
	return 0;
}

int acme_ring_refill(struct acme_ring *ring, size_t len)
{
	dma_addr_t dma;
	void *buf;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, dma)) {
		kfree(buf);
		return -EIO;
	}
	ring->buf = buf;
	acme_ring_post(ring, dma);
	return 0;
}

/* The ring owns the buffer from the start, and its reset frees it. */
int acme_ring_own(struct acme_ring *ring, size_t len)
{
	void *buf;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	ring->buf = buf;
	ring->addr = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, ring->addr))
		return -EIO;
	return 0;
}
