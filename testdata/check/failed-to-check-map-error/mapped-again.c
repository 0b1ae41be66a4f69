// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_rb {
	struct device *dev;
	struct page *page;
	dma_addr_t dma;
};

void acme_rb_post(struct acme_rb *rb, dma_addr_t dma);

/* This asks about what it maps itself. */
int acme_rb_fill(struct acme_rb *rb)
{
	rb->dma = dma_map_page(rb->dev, rb->page, 0, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(rb->dev, rb->dma))
		return -ENOMEM;
	acme_rb_post(rb, rb->dma);
	return 0;
}

void acme_rb_dump(struct acme_rb *rb, void *to)
{
	dma_unmap_page(rb->dev, rb->dma, 4096, DMA_FROM_DEVICE);
	acme_rb_copy(to, rb->page);
	rb->dma = dma_map_page(rb->dev, rb->page, 0, 4096, DMA_FROM_DEVICE); //~ failed-to-check-map-error: dma_mapping_error()
	acme_rb_post(rb, rb->dma);
}

struct acme_slot {
	struct device *dev;
	dma_addr_t dma;
	int busy;
};

/* The caller asks about what this maps. */
static void acme_slot_map(struct acme_slot *slot, void *data)
{
	slot->dma = dma_map_single(slot->dev, data, 64, DMA_TO_DEVICE);
}

int acme_slot_send(struct acme_slot *slot, void *data)
{
	acme_slot_map(slot, data);
	if (dma_mapping_error(slot->dev, slot->dma))
		return -ENOMEM;
	acme_slot_start(slot);
	dma_unmap_single(slot->dev, slot->dma, 64, DMA_TO_DEVICE);
	return 0;
}

/* The helper asks about what it is given, before it maps anew. */
static int acme_slot_add(struct acme_slot *slot, dma_addr_t dma, struct page *page)
{
	if (dma_mapping_error(slot->dev, dma))
		return -ENOMEM;
	if (dma & 3) {
		dma = dma_map_page(slot->dev, page, 0, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(slot->dev, dma))
			return -ENOMEM;
	}
	slot->dma = dma;
	return 0;
}

int acme_slot_page(struct acme_slot *slot, struct page *page)
{
	dma_addr_t dma;

	dma = dma_map_page(slot->dev, page, 0, 64, DMA_TO_DEVICE);
	return acme_slot_add(slot, dma, page);
}
