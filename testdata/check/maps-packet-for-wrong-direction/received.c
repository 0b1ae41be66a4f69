// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_rx {
	struct device *dev;
	struct net_device *ndev;
	struct sk_buff *skb[32];
	__le32 addr[32];
};

/* The handle stands in the descriptor alone. */
void acme_receive(struct acme_rx *rx, int at, u32 bytes)
{
	struct sk_buff *skb = rx->skb[at];

	dma_unmap_single(rx->dev, le32_to_cpu(rx->addr[at]), 1536, DMA_TO_DEVICE); //~ maps-packet-for-wrong-direction: the packet was received, and dma_unmap_single() gets DMA_TO_DEVICE for it
	skb_put(skb, bytes);
	skb->protocol = eth_type_trans(skb, rx->ndev);
	netif_rx(skb);
}

void acme_receive_right(struct acme_rx *rx, int at, u32 bytes)
{
	struct sk_buff *skb = rx->skb[at];

	dma_unmap_single(rx->dev, le32_to_cpu(rx->addr[at]), 1536, DMA_FROM_DEVICE);
	skb_put(skb, bytes);
	skb->protocol = eth_type_trans(skb, rx->ndev);
	netif_rx(skb);
}

/* One interrupt for both ways. */
void acme_interrupt(struct acme_rx *rx, int at, u32 sent)
{
	dma_unmap_single(rx->dev, sent, 1536, DMA_TO_DEVICE);
	netif_wake_queue(rx->ndev);
	rx->skb[at]->protocol = eth_type_trans(rx->skb[at], rx->ndev);
	netif_rx(rx->skb[at]);
}
