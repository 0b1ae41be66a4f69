// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_sent {
	struct sk_buff *skb;
	dma_addr_t dma;
	u32 len;
};

struct acme_tx {
	struct device *dev;
	struct acme_sent sent[64];
	unsigned int dirty;
};

/* The length went with the packet. */
void acme_tx_done(struct acme_tx *tx)
{
	struct acme_sent *sent = &tx->sent[tx->dirty];

	dev_kfree_skb_any(sent->skb); //~ frees-mapped-memory: sent->skb
	dma_unmap_single(tx->dev, sent->dma, sent->skb->len, DMA_TO_DEVICE);
	tx->dirty++;
}

/* What was sent may be freed first where the slot knows the rest. */
void acme_tx_done_early(struct acme_tx *tx)
{
	struct acme_sent *sent = &tx->sent[tx->dirty];

	dev_kfree_skb_any(sent->skb);
	dma_unmap_single(tx->dev, sent->dma, sent->len, DMA_TO_DEVICE);
	tx->dirty++;
}

int acme_tx_send(struct acme_tx *tx, struct acme_sent *sent, struct sk_buff *skb)
{
	sent->dma = dma_map_single(tx->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(tx->dev, sent->dma))
		return -ENOMEM;
	sent->skb = skb;
	sent->len = skb->len;
	return 0;
}
