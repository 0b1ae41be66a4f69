// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_frame {
	dma_addr_t dma;
	u32 flags;
};

struct acme_entry {
	struct device *dev;
	struct sk_buff *skb;
	struct acme_frame frame;
};

#define ACME_RX 1
#define ACME_TX 2

int acme_map_rx(struct acme_entry *entry)
{
	struct acme_frame *frame = &entry->frame;

	frame->dma = dma_map_single(entry->dev, entry->skb->data, entry->skb->len, DMA_FROM_DEVICE);
	if (dma_mapping_error(entry->dev, frame->dma))
		return -ENOMEM;
	frame->flags |= ACME_RX;
	return 0;
}

static dma_addr_t acme_map_to(struct device *dev, void *data, size_t len)
{
	return dma_map_single(dev, data, len, DMA_TO_DEVICE);
}

int acme_map_tx(struct acme_entry *entry)
{
	struct acme_frame *frame = &entry->frame;

	frame->dma = acme_map_to(entry->dev, entry->skb->data, entry->skb->len);
	if (dma_mapping_error(entry->dev, frame->dma))
		return -ENOMEM;
	frame->flags |= ACME_TX;
	return 0;
}

/* What a helper maps and gives back is kept in the same member. */
void acme_unmap(struct acme_entry *entry)
{
	struct acme_frame *frame = &entry->frame;

	if (frame->flags & ACME_RX)
		dma_unmap_single(entry->dev, frame->dma, entry->skb->len, DMA_FROM_DEVICE);
	else if (frame->flags & ACME_TX)
		dma_unmap_single(entry->dev, frame->dma, entry->skb->len, DMA_TO_DEVICE);
}
