// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_card {
	struct device *dev;
	struct sk_buff *ring[8];
	struct sk_buff *answer;
	dma_addr_t addr;
};

static int acme_map(struct acme_card *card, struct sk_buff *skb, size_t bytes)
{
	dma_addr_t addr = dma_map_single(card->dev, skb->data, bytes, DMA_FROM_DEVICE);

	if (dma_mapping_error(card->dev, addr)) {
		dev_err(card->dev, "not mapped\n");
		return -1;
	}
	card->addr = addr;
	return 0;
}

void acme_unmap(struct acme_card *card, size_t bytes)
{
	dma_unmap_single(card->dev, card->addr, bytes, DMA_FROM_DEVICE);
}

int acme_ring_init(struct acme_card *card)
{
	struct sk_buff *skb;
	int i;

	for (i = 0; i < 8; i++) {
		skb = dev_alloc_skb(2048);
		if (!skb)
			return -ENOMEM;
		skb_put(skb, 2048);
		if (acme_map(card, skb, 2048))
			return -ENOMEM; //~ loses-buffer-when-mapping-fails: this forgets 'skb' when acme_map() fails to map it
		card->ring[i] = skb;
	}
	return 0;
}

int acme_answer_init(struct acme_card *card)
{
	struct sk_buff *skb = dev_alloc_skb(256);

	if (!skb)
		return -ENOMEM;
	if (acme_map(card, skb, 256)) {
		kfree_skb(skb);
		return -ENOMEM;
	}
	card->answer = skb;
	return 0;
}

/* The card has it before it is mapped, and frees it with the others. */
int acme_answer_again(struct acme_card *card)
{
	struct sk_buff *skb = dev_alloc_skb(256);

	if (!skb)
		return -ENOMEM;
	card->answer = skb;
	if (acme_map(card, skb, 256))
		return -ENOMEM;
	return 0;
}

/* This one frees what it cannot map. */
static int acme_map_or_free(struct acme_card *card, struct sk_buff *skb)
{
	card->addr = dma_map_single(card->dev, skb->data, 512, DMA_FROM_DEVICE);
	if (dma_mapping_error(card->dev, card->addr)) {
		kfree_skb(skb);
		return -ENOMEM;
	}
	return 0;
}

void acme_unmap_small(struct acme_card *card)
{
	dma_unmap_single(card->dev, card->addr, 512, DMA_FROM_DEVICE);
}

int acme_small_init(struct acme_card *card)
{
	struct sk_buff *skb = dev_alloc_skb(512);

	if (!skb)
		return -ENOMEM;
	if (acme_map_or_free(card, skb))
		return -ENOMEM;
	card->answer = skb;
	return 0;
}
