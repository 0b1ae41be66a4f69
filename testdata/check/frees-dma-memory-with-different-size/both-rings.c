// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#define ACME_FRAME 2312

struct acme_descr {
	struct sk_buff *skb;
	dma_addr_t buf;
	struct acme_descr *next;
};

struct acme_card {
	struct device *dev;
};

static int acme_card_fill(struct acme_card *card, struct acme_descr *descr)
{
	dma_addr_t buf;

	buf = dma_map_single(card->dev, descr->skb->data, ACME_FRAME, DMA_FROM_DEVICE);
	if (dma_mapping_error(card->dev, buf))
		return -ENOMEM;
	descr->buf = buf;
	return 0;
}

static int acme_card_send(struct acme_card *card, struct acme_descr *descr, struct sk_buff *skb)
{
	dma_addr_t buf;

	buf = dma_map_single(card->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(card->dev, buf))
		return -ENOMEM;
	descr->skb = skb;
	descr->buf = buf;
	return 0;
}

/* A packet that was not received yet has no length. */
void acme_card_drop_rx(struct acme_card *card, struct acme_descr *descr)
{
	for (; descr; descr = descr->next) {
		dma_unmap_single(card->dev, descr->buf, descr->skb->len, DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-size: descr->skb->len
		dev_kfree_skb(descr->skb);
	}
}

void acme_card_sent(struct acme_card *card, struct acme_descr *descr)
{
	dma_unmap_single(card->dev, descr->buf, descr->skb->len, DMA_TO_DEVICE);
	dev_consume_skb_any(descr->skb);
}

void acme_card_received(struct acme_card *card, struct acme_descr *descr)
{
	dma_unmap_single(card->dev, descr->buf, ACME_FRAME, DMA_FROM_DEVICE);
	netif_rx(descr->skb);
}

int acme_card_start(struct acme_card *card, struct acme_descr *descr)
{
	return acme_card_fill(card, descr);
}

int acme_card_xmit(struct acme_card *card, struct acme_descr *descr, struct sk_buff *skb)
{
	return acme_card_send(card, descr, skb);
}
