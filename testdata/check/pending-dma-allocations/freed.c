// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_rx {
	struct device *dev;
	struct net_device *ndev;
	struct sk_buff *skb;
	dma_addr_t dma;
	int limit;
};

void acme_rx_start(struct acme_rx *rx);
int acme_rx_ready(struct acme_rx *rx);

void acme_rx_refill(struct acme_rx *rx, unsigned int len)
{
	struct sk_buff *skb;
	dma_addr_t dma;

	skb = netdev_alloc_skb(rx->ndev, len);
	if (!skb)
		return;
	dma = dma_map_single(rx->dev, skb->data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(rx->dev, dma)) {
		dev_kfree_skb(skb);
		return;
	}
	if (dma & 3) {
		dev_kfree_skb(skb); //~ pending-dma-allocations: nothing unmapped
		return;
	}
	rx->skb = skb;
	rx->dma = dma;
	acme_rx_start(rx);
}

void acme_rx_replace(struct acme_rx *rx, unsigned int len)
{
	struct sk_buff *skb;
	dma_addr_t dma;

	skb = netdev_alloc_skb(rx->ndev, len);
	if (!skb)
		return;
	dma = dma_map_single(rx->dev, skb->data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(rx->dev, dma)) {
		dev_kfree_skb(skb);
		return;
	}
	if (dma & 3) {
		dma_unmap_single(rx->dev, dma, len, DMA_FROM_DEVICE);
		dev_kfree_skb(skb);
		return;
	}
	rx->skb = skb;
	rx->dma = dma;
	acme_rx_start(rx);
}

int acme_tx_check(struct acme_rx *rx, struct scatterlist *sgl, int nents)
{
	int n;

	n = dma_map_sg(rx->dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -EINVAL;
	if (n > rx->limit)
		return -EINVAL; //~ pending-dma-allocations: another error exit
	if (!acme_rx_ready(rx)) {
		dma_unmap_sg(rx->dev, sgl, nents, DMA_TO_DEVICE);
		return -1;
	}
	return n;
}
