// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_cb {
	struct sk_buff *skb;
	dma_addr_t dma;
	size_t len;
};

struct acme_queue {
	struct device *dev;
	struct acme_cb cbs[64];
	unsigned int head;
	unsigned long drops;
};

void acme_ring(struct acme_queue *q);

/* Unmaps what was mapped; the packet goes with the last one. */
static void acme_cb_clean(struct acme_queue *q, struct acme_cb *cb)
{
	cb->skb = NULL;
	dma_unmap_single(q->dev, cb->dma, cb->len, DMA_TO_DEVICE);
}

static netdev_tx_t acme_xmit_rewinding(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_queue *q = netdev_priv(ndev);
	int i, j;

	for (i = 0; i < 4; i++) {
		struct acme_cb *cb = &q->cbs[q->head + i];

		if (i == 0)
			cb->dma = dma_map_single(q->dev, skb->data, 256, DMA_TO_DEVICE);
		else
			cb->dma = skb_frag_dma_map(q->dev, &skb_shinfo(skb)->frags[i - 1], 0, 256,
						   DMA_TO_DEVICE);
		if (dma_mapping_error(q->dev, cb->dma)) {
			for (j = 0; j < i; j++)
				acme_cb_clean(q, &q->cbs[q->head + j]);
			return NETDEV_TX_OK; //~ loses-buffer-when-mapping-fails: was sent
		}
		cb->len = 256;
	}
	q->cbs[q->head].skb = skb;
	acme_ring(q);
	return NETDEV_TX_OK;
}

/* 0 when it fails, and the packet is still the caller's. */
static unsigned int acme_enqueue(struct acme_queue *q, struct sk_buff *skb)
{
	struct acme_cb *cb = &q->cbs[q->head];
	unsigned int count = skb->len / 256 + 1;

	cb->dma = dma_map_single(q->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, cb->dma))
		return 0;
	cb->skb = skb;
	q->head++;
	return count;
}

static netdev_tx_t acme_xmit_forgetting(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_queue *q = netdev_priv(ndev);

	if (!acme_enqueue(q, skb))
		goto drop; //~ loses-buffer-when-mapping-fails: acme_enqueue() failed
	acme_ring(q);
	return NETDEV_TX_OK;

drop:
	q->drops++;
	return NETDEV_TX_OK;
}

static netdev_tx_t acme_xmit_freeing(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_queue *q = netdev_priv(ndev);

	if (!acme_enqueue(q, skb))
		goto drop;
	acme_ring(q);
	return NETDEV_TX_OK;

drop:
	dev_kfree_skb_any(skb);
	q->drops++;
	return NETDEV_TX_OK;
}

/* Frees the packet itself when it fails. */
static int acme_enqueue_or_free(struct acme_queue *q, struct sk_buff *skb)
{
	struct acme_cb *cb = &q->cbs[q->head];

	cb->dma = dma_map_single(q->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, cb->dma)) {
		dev_kfree_skb_any(skb);
		return -ENOMEM;
	}
	cb->skb = skb;
	return 0;
}

static netdev_tx_t acme_xmit_trusting(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_queue *q = netdev_priv(ndev);

	if (acme_enqueue_or_free(q, skb))
		q->drops++;
	else
		acme_ring(q);
	return NETDEV_TX_OK;
}

static const struct net_device_ops acme_rewinding_ops = {
	.ndo_start_xmit = acme_xmit_rewinding,
};

static const struct net_device_ops acme_forgetting_ops = {
	.ndo_start_xmit = acme_xmit_forgetting,
};

static const struct net_device_ops acme_freeing_ops = {
	.ndo_start_xmit = acme_xmit_freeing,
};

static const struct net_device_ops acme_trusting_ops = {
	.ndo_start_xmit = acme_xmit_trusting,
};
