// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

struct acme_rx {
	struct sk_buff *skb;
	dma_addr_t dma;
};

struct acme_dev {
	struct device *dev;
	void *buf;
	dma_addr_t buf_dma;
};

int acme_rx_alloc(struct acme_dev *acme, struct acme_rx *rx)
{
	rx->skb = dev_alloc_skb(1536);
	if (!rx->skb)
		return -ENOMEM;
	rx->dma = dma_map_single(acme->dev, rx->skb->data, 1536, DMA_FROM_DEVICE);
	if (dma_mapping_error(acme->dev, rx->dma)) {
		rx->skb = NULL; //~ loses-buffer-when-mapping-fails: this forgets 'rx->skb'
		rx->dma = 0;
		return -ENOMEM;
	}
	return 0;
}

int acme_rx_refill(struct acme_dev *acme, struct acme_rx *rx)
{
	rx->skb = dev_alloc_skb(1536);
	if (!rx->skb)
		return -ENOMEM;
	rx->dma = dma_map_single(acme->dev, rx->skb->data, 1536, DMA_FROM_DEVICE);
	if (dma_mapping_error(acme->dev, rx->dma)) {
		dev_kfree_skb_any(rx->skb);
		rx->skb = NULL;
		return -ENOMEM;
	}
	return 0;
}

/* Somebody else knows the buffer too. */
int acme_buf_alloc(struct acme_dev *acme, void **found)
{
	acme->buf = kmalloc(64, GFP_KERNEL);
	if (!acme->buf)
		return -ENOMEM;
	*found = acme->buf;
	acme->buf_dma = dma_map_single(acme->dev, acme->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(acme->dev, acme->buf_dma)) {
		acme->buf = NULL;
		return -ENOMEM;
	}
	return 0;
}

struct acme_tx {
	struct device *dev;
	dma_addr_t dma[16];
	unsigned int head;
};

/* The caller learns of no failure. */
static int acme_tx_put(struct acme_tx *tx, struct sk_buff *skb)
{
	dma_addr_t dma;

	dma = dma_map_single(tx->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(tx->dev, dma))
		return NETDEV_TX_OK; //~ loses-buffer-when-mapping-fails: this tells that 'skb' was sent
	tx->dma[tx->head++ % 16] = dma;
	return NETDEV_TX_OK;
}

static netdev_tx_t acme_start_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	return acme_tx_put(netdev_priv(ndev), skb);
}

static const struct net_device_ops acme_ops = {
	.ndo_start_xmit = acme_start_xmit,
};
