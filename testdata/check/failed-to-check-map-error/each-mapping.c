// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_slot {
	dma_addr_t dma;
	unsigned int len;
};

struct acme_ring {
	struct device *dev;
	struct acme_slot slots[16];
};

void acme_ring_tell(struct acme_ring *ring, dma_addr_t *map, int n);

/* The head is asked about, the fragments in the same place are not. */
int acme_ring_map(struct acme_ring *ring, struct sk_buff *skb)
{
	struct acme_slot *slot = &ring->slots[0];
	int i;

	slot->dma = dma_map_single(ring->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(ring->dev, slot->dma))
		return -ENOMEM;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		slot = &ring->slots[i + 1];
		slot->dma = skb_frag_dma_map(ring->dev, &skb_shinfo(skb)->frags[i], 0, 64, //~ failed-to-check-map-error: 'slot->dma' is used
					     DMA_TO_DEVICE);
	}
	return 0;
}

/* One question for either. */
int acme_ring_map_one(struct acme_ring *ring, struct sk_buff *skb, void *copy)
{
	struct acme_slot *slot = &ring->slots[0];

	if (copy)
		slot->dma = dma_map_single(ring->dev, copy, 64, DMA_TO_DEVICE);
	else
		slot->dma = dma_map_single(ring->dev, skb->data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(ring->dev, slot->dma))
		return -ENOMEM;
	return 0;
}

/* Elements of an array on the stack. */
int acme_ring_map_frags(struct acme_ring *ring, struct sk_buff *skb)
{
	dma_addr_t map[17];
	int i;

	map[0] = dma_map_single(ring->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(ring->dev, map[0]))
		return -ENOMEM;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++)
		map[i + 1] = skb_frag_dma_map(ring->dev, &skb_shinfo(skb)->frags[i], 0, 64, //~ failed-to-check-map-error: 'map[i + 1]' is used
					      DMA_TO_DEVICE);
	acme_ring_tell(ring, map, i + 1);
	return 0;
}

int acme_ring_map_all(struct acme_ring *ring, struct sk_buff *skb)
{
	dma_addr_t map[16];
	int i, j;

	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++)
		map[i] = skb_frag_dma_map(ring->dev, &skb_shinfo(skb)->frags[i], 0, 64,
					  DMA_TO_DEVICE);
	for (j = 0; j < i; j++)
		if (dma_mapping_error(ring->dev, map[j]))
			return -ENOMEM;
	acme_ring_tell(ring, map, i);
	return 0;
}

/* The caller gets the handle, and does not ask. */
static void acme_ring_map_page(struct acme_ring *ring, struct page *page, dma_addr_t *dma)
{
	*dma = dma_map_page(ring->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE); //~ failed-to-check-map-error: '*dma' is used
}

void acme_ring_fill(struct acme_ring *ring, struct page *page)
{
	dma_addr_t dma;

	acme_ring_map_page(ring, page, &dma);
	ring->slots[0].dma = dma;
}

static void acme_ring_map_buffer(struct acme_ring *ring, void *buf, dma_addr_t *dma)
{
	*dma = dma_map_single(ring->dev, buf, 64, DMA_FROM_DEVICE);
}

int acme_ring_refill(struct acme_ring *ring, void *buf)
{
	dma_addr_t dma;

	acme_ring_map_buffer(ring, buf, &dma);
	if (dma_mapping_error(ring->dev, dma))
		return -ENOMEM;
	ring->slots[0].dma = dma;
	return 0;
}

/* One variable for three mappings; that of the rest is not asked about. */
int acme_ring_map_aligned(struct acme_ring *ring, void *copy, void *data, int offset)
{
	struct acme_slot *slot = &ring->slots[0];
	dma_addr_t dma;

	if (offset) {
		dma = dma_map_single(ring->dev, copy, offset, DMA_TO_DEVICE);
		if (dma_mapping_error(ring->dev, dma))
			return -ENOMEM;
		slot->dma = dma;
		slot++;
		dma = dma_map_single(ring->dev, data + offset, 64 - offset, DMA_TO_DEVICE); //~ failed-to-check-map-error: 'dma' is used
	} else {
		dma = dma_map_single(ring->dev, data, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(ring->dev, dma))
			return -ENOMEM;
	}
	slot->dma = dma;
	return 0;
}
