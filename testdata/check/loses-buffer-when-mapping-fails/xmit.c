// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_nic {
	struct device *dev;
	void **buf;
	dma_addr_t *addr;
	int head;
	int left;
};

void acme_nic_post(struct acme_nic *nic, dma_addr_t addr);

static netdev_tx_t acme_nic_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);
	netdev_tx_t ret = NETDEV_TX_OK;
	dma_addr_t dma;

	dma = dma_map_single(nic->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(nic->dev, dma)) {
		ret = NETDEV_TX_OK;
		goto out; //~ loses-buffer-when-mapping-fails: was sent
	}
	acme_nic_post(nic, dma);
out:
	return ret;
}

static const struct net_device_ops acme_nic_ops = {
	.ndo_start_xmit = acme_nic_xmit,
};

/* The stack keeps a packet that is told to be busy; a dropped one is freed. */
static netdev_tx_t acme_eth_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);
	dma_addr_t dma;

	if (!nic->left)
		return NETDEV_TX_BUSY;
	dma = dma_map_single(nic->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(nic->dev, dma)) {
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}
	acme_nic_post(nic, dma);
	return NETDEV_TX_OK;
}

static const struct net_device_ops acme_eth_ops = {
	.ndo_start_xmit = acme_eth_xmit,
};

int acme_nic_poll(struct acme_nic *nic, unsigned int len)
{
	dma_addr_t dma;
	int done = 0;
	void *buf;

	while (nic->left) {
		buf = netdev_alloc_frag(len);
		if (!buf)
			goto out;
		dma = dma_map_single(nic->dev, buf, len, DMA_FROM_DEVICE);
		if (dma_mapping_error(nic->dev, dma))
			goto out; //~ loses-buffer-when-mapping-fails: buf
		nic->buf[nic->head] = buf;
		nic->addr[nic->head] = dma;
		nic->left--;
		done++;
	}
out:
	return done;
}

/* The ring has the packet already and goes on with it: it is freed with the others. */
static netdev_tx_t acme_old_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);

	nic->buf[nic->head] = skb;
	nic->addr[nic->head] = dma_map_single(nic->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(nic->dev, nic->addr[nic->head]))
		netdev_err(ndev, "mapping failed\n");
	acme_nic_post(nic, nic->addr[nic->head]);
	nic->head++;
	return NETDEV_TX_OK;
}

static const struct net_device_ops acme_old_ops = {
	.ndo_start_xmit = acme_old_xmit,
};

/* The slot is used again by the next packet. */
static netdev_tx_t acme_slot_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);

	nic->buf[nic->head] = skb;
	nic->addr[nic->head] = dma_map_single(nic->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(nic->dev, nic->addr[nic->head]))
		return NETDEV_TX_OK; //~ loses-buffer-when-mapping-fails: was sent
	acme_nic_post(nic, nic->addr[nic->head]);
	nic->head++;
	return NETDEV_TX_OK;
}

static const struct net_device_ops acme_slot_ops = {
	.ndo_start_xmit = acme_slot_xmit,
};
