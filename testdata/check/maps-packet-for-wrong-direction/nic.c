// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_slot {
	struct sk_buff *skb;
	dma_addr_t dma;
	u32 len;
};

struct acme_port {
	struct device *dev;
	struct acme_slot tx;
	struct acme_slot rx;
	int turned;
};

void acme_port_start(struct acme_port *port, dma_addr_t addr, u32 len);
void acme_port_fill(struct sk_buff *skb);

static int acme_port_map(struct acme_port *port, struct sk_buff *skb)
{
	dma_addr_t dma;

	dma = dma_map_single(port->dev, skb->data, skb->len, DMA_FROM_DEVICE); //~ maps-packet-for-wrong-direction: 'skb' is a packet to be sent, and dma_map_single() gets DMA_FROM_DEVICE for it
	if (dma_mapping_error(port->dev, dma))
		return -ENOMEM;
	acme_port_start(port, dma, skb->len);
	dma_unmap_single(port->dev, dma, skb->len, DMA_FROM_DEVICE); /* waits for the device */
	return 0;
}

static netdev_tx_t acme_port_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_port *port = netdev_priv(ndev);

	if (acme_port_map(port, skb))
		ndev->stats.tx_dropped++;
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

/* The way a packet to be sent goes. */
static netdev_tx_t acme_port_xmit_right(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_port *port = netdev_priv(ndev);
	dma_addr_t dma;

	dma = dma_map_single(port->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(port->dev, dma)) {
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}
	acme_port_start(port, dma, skb->len);
	dma_unmap_single(port->dev, dma, skb->len, DMA_TO_DEVICE);
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

/* The table that names it is in another file. */
netdev_tx_t acme_port_xmit_elsewhere(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_port *port = netdev_priv(ndev);
	dma_addr_t dma;

	dma = dma_map_single(port->dev, skb->data, skb->len, DMA_FROM_DEVICE); //~ maps-packet-for-wrong-direction: 'skb' is a packet to be sent, and dma_map_single() gets DMA_FROM_DEVICE for it
	if (!dma_mapping_error(port->dev, dma)) {
		acme_port_start(port, dma, skb->len);
		dma_unmap_single(port->dev, dma, skb->len, DMA_FROM_DEVICE);
	}
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

/* Received into, whatever it is for: the device cannot write it. */
int acme_port_receive(struct acme_port *port, struct net_device *ndev, u32 len)
{
	struct sk_buff *skb = netdev_alloc_skb(ndev, len);
	dma_addr_t dma;

	if (!skb)
		return -ENOMEM;
	dma = dma_map_single(port->dev, skb->data, len, DMA_TO_DEVICE); //~ maps-packet-for-wrong-direction: nothing was written to 'skb', and dma_map_single() gets DMA_TO_DEVICE for it
	if (dma_mapping_error(port->dev, dma)) {
		dev_kfree_skb_any(skb);
		return -ENOMEM;
	}
	acme_port_start(port, dma, len);
	dma_unmap_single(port->dev, dma, len, DMA_TO_DEVICE);
	dev_kfree_skb_any(skb);
	return 0;
}

/* A packet that the driver makes itself. */
int acme_port_probe(struct acme_port *port, struct net_device *ndev, u32 len)
{
	struct sk_buff *skb = netdev_alloc_skb(ndev, len);
	dma_addr_t dma;

	if (!skb)
		return -ENOMEM;
	acme_port_fill(skb);
	dma = dma_map_single(port->dev, skb->data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(port->dev, dma)) {
		dev_kfree_skb_any(skb);
		return -ENOMEM;
	}
	acme_port_start(port, dma, len);
	dma_unmap_single(port->dev, dma, len, DMA_TO_DEVICE);
	dev_kfree_skb_any(skb);
	return 0;
}

const struct net_device_ops acme_port_ops = {
	.ndo_start_xmit = acme_port_xmit,
};

const struct net_device_ops acme_port_ops_right = {
	.ndo_start_xmit = acme_port_xmit_right,
};
