// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_buffer {
	dma_addr_t dma;
	size_t len;
};

struct acme_ring {
	struct device *dev;
	struct acme_buffer *info;
	unsigned int size;
	unsigned int next;
};

/* One is left: the counter already says how many there are. */
int acme_map_too_little(struct acme_ring *ring, struct sk_buff *skb)
{
	unsigned int i = ring->next, count = 0, f;
	struct acme_buffer *info = &ring->info[i];

	info->len = skb_headlen(skb);
	info->dma = dma_map_single(ring->dev, skb->data, info->len, DMA_TO_DEVICE);
	if (dma_mapping_error(ring->dev, info->dma))
		goto fail;
	count++;

	for (f = 0; f < skb_shinfo(skb)->nr_frags; f++) {
		if (++i == ring->size)
			i = 0;
		info = &ring->info[i];
		info->len = skb_frag_size(&skb_shinfo(skb)->frags[f]);
		info->dma = skb_frag_dma_map(ring->dev, &skb_shinfo(skb)->frags[f], 0,
					     info->len, DMA_TO_DEVICE);
		if (dma_mapping_error(ring->dev, info->dma))
			goto fail;
		count++;
	}
	ring->next = i;
	return count;

fail:
	info->dma = 0;
	if (count)
		count--;
	while (count--) {
		if (i == 0)
			i = ring->size;
		info = &ring->info[--i];
		dma_unmap_page(ring->dev, info->dma, info->len, DMA_TO_DEVICE); //~ unwinds-wrong-number: leaves one
		info->dma = 0;
	}
	return 0;
}

int acme_map_right(struct acme_ring *ring, struct sk_buff *skb)
{
	unsigned int i = ring->next, count = 0, f;
	struct acme_buffer *info = &ring->info[i];

	info->len = skb_headlen(skb);
	info->dma = dma_map_single(ring->dev, skb->data, info->len, DMA_TO_DEVICE);
	if (dma_mapping_error(ring->dev, info->dma))
		goto fail;
	count++;

	for (f = 0; f < skb_shinfo(skb)->nr_frags; f++) {
		if (++i == ring->size)
			i = 0;
		info = &ring->info[i];
		info->len = skb_frag_size(&skb_shinfo(skb)->frags[f]);
		info->dma = skb_frag_dma_map(ring->dev, &skb_shinfo(skb)->frags[f], 0,
					     info->len, DMA_TO_DEVICE);
		if (dma_mapping_error(ring->dev, info->dma))
			goto fail;
		count++;
	}
	ring->next = i;
	return count;

fail:
	info->dma = 0;
	while (count--) {
		if (i == 0)
			i = ring->size;
		info = &ring->info[--i];
		dma_unmap_page(ring->dev, info->dma, info->len, DMA_TO_DEVICE);
		info->dma = 0;
	}
	return 0;
}

/* The counter is raised before the mapping is tested. */
int acme_map_counts_early(struct acme_ring *ring, void **bufs, int n)
{
	int i, used = 0;

	for (i = 0; i < n; i++) {
		struct acme_buffer *info = &ring->info[used++];

		info->dma = dma_map_single(ring->dev, bufs[i], info->len, DMA_TO_DEVICE);
		if (dma_mapping_error(ring->dev, info->dma))
			goto fail;
	}
	return 0;

fail:
	used--;
	while (used--)
		dma_unmap_single(ring->dev, ring->info[used].dma, ring->info[used].len, DMA_TO_DEVICE);
	return -ENOMEM;
}
