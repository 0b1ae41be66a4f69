// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

/* What the end of a loop maps, the head of its next round puts where the driver unmaps it. */
struct acme_slot {
	dma_addr_t dma;
	u32 len;
};

struct acme_ring {
	struct device *dev;
	struct acme_slot *slots;
	struct page **pages;
	void *head;
	unsigned int pages_left;
};

static int acme_ring_probe(struct platform_device *pdev)
{
	struct acme_ring *ring = acme_ring_of(pdev);
	struct acme_slot *slot = ring->slots;
	struct page **page = ring->pages;
	unsigned int left = ring->pages_left;
	u32 size = 64;
	dma_addr_t dma;

	dma = dma_map_single(ring->dev, ring->head, size, DMA_TO_DEVICE);
	for (;; page++) {
		if (dma_mapping_error(ring->dev, dma))
			return -ENOMEM;
		slot->dma = dma;
		slot->len = size;
		if (!left)
			break;
		left--;
		size = PAGE_SIZE;
		dma = dma_map_page(ring->dev, *page, 0, size, DMA_TO_DEVICE);
		slot++;
	}
	return 0;
}

static void acme_ring_remove(struct platform_device *pdev)
{
	struct acme_ring *ring = acme_ring_of(pdev);

	dma_unmap_page(ring->dev, ring->slots->dma, ring->slots->len, DMA_TO_DEVICE);
}

static struct platform_driver acme_ring_driver = {
	.probe = acme_ring_probe,
	.remove = acme_ring_remove,
};
