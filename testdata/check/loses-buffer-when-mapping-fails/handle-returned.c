// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_mac {
	struct device *dev;
	struct sk_buff *skb;
	dma_addr_t dma;
	unsigned long dropped;
};

/* The one who maps gives back the address, and its callers ask about it. */
static dma_addr_t acme_map_tx(struct acme_mac *mac, struct sk_buff *skb)
{
	return dma_map_single(mac->dev, skb->data, skb->len, DMA_TO_DEVICE);
}

static dma_addr_t acme_map_rx(struct acme_mac *mac, struct sk_buff *skb)
{
	return dma_map_single(mac->dev, skb->data, 2048, DMA_FROM_DEVICE);
}

static netdev_tx_t acme_start_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_mac *mac = netdev_priv(ndev);
	dma_addr_t dma = acme_map_tx(mac, skb);

	if (dma_mapping_error(mac->dev, dma)) {
		mac->dropped++;
		return NETDEV_TX_OK; //~ loses-buffer-when-mapping-fails: this tells that 'skb' was sent when acme_map_tx() failed to map it
	}
	mac->skb = skb;
	mac->dma = dma;
	return NETDEV_TX_OK;
}

static netdev_tx_t acme_start_xmit_right(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_mac *mac = netdev_priv(ndev);
	dma_addr_t dma = acme_map_tx(mac, skb);

	if (dma_mapping_error(mac->dev, dma)) {
		dev_kfree_skb(skb);
		mac->dropped++;
		return NETDEV_TX_OK;
	}
	mac->skb = skb;
	mac->dma = dma;
	return NETDEV_TX_OK;
}

void acme_sent(struct acme_mac *mac)
{
	dma_unmap_single(mac->dev, mac->dma, mac->skb->len, DMA_TO_DEVICE);
}

static const struct net_device_ops acme_ops = {
	.ndo_start_xmit = acme_start_xmit,
};

static const struct net_device_ops acme_ops_right = {
	.ndo_start_xmit = acme_start_xmit_right,
};

int acme_fill(struct acme_mac *mac, dma_addr_t *addr)
{
	struct sk_buff *skb = dev_alloc_skb(2048);
	dma_addr_t dma;

	if (!skb)
		return -ENOMEM;
	dma = acme_map_rx(mac, skb);
	if (dma_mapping_error(mac->dev, dma))
		return -ENOMEM; //~ loses-buffer-when-mapping-fails: this forgets 'skb' when acme_map_rx() fails to map it
	mac->skb = skb;
	*addr = dma;
	return 0;
}

void acme_unfill(struct acme_mac *mac, dma_addr_t addr)
{
	dma_unmap_single(mac->dev, addr, 2048, DMA_FROM_DEVICE);
}
