// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_cb {
	dma_addr_t paddr;
};

struct acme_wifi {
	struct device *dev;
	struct sk_buff *sent[16];
	int next;
};

int acme_wifi_post(struct acme_wifi *wifi, dma_addr_t paddr);
struct acme_cb *acme_cb(struct sk_buff *skb);
void acme_ring_end(struct acme_wifi *wifi);

/* The packet keeps its address, and is freed by those who sent it. */
static int acme_wifi_tx(struct acme_wifi *wifi, struct sk_buff *skb)
{
	dma_addr_t paddr = dma_map_single(wifi->dev, skb->data, skb->len, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(wifi->dev, paddr))
		return -EIO;
	acme_cb(skb)->paddr = paddr;
	if (wifi->next == 16) {
		ret = -ENOSPC;
		goto full; //~ pending-dma-allocations: this gives up 'skb', which dma_map_single() mapped; nothing on the way unmaps it
	}
	wifi->sent[wifi->next++] = skb;
	return 0;
full:
	acme_ring_end(wifi);
	return ret;
}

static void acme_wifi_drop(struct acme_wifi *wifi, struct sk_buff *skb)
{
	dev_kfree_skb(skb);
}

void acme_wifi_send(struct acme_wifi *wifi, struct sk_buff *skb)
{
	if (acme_wifi_tx(wifi, skb))
		acme_wifi_drop(wifi, skb);
}

void acme_wifi_done(struct acme_wifi *wifi, int at)
{
	struct sk_buff *skb = wifi->sent[at];

	dma_unmap_single(wifi->dev, acme_cb(skb)->paddr, skb->len, DMA_TO_DEVICE);
	dev_kfree_skb(skb);
}

/* Here those who sent it have it unmapped. */
static int acme_wifi_tx_kept(struct acme_wifi *wifi, struct sk_buff *skb)
{
	dma_addr_t paddr = dma_map_single(wifi->dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(wifi->dev, paddr))
		return -EIO;
	acme_cb(skb)->paddr = paddr;
	if (wifi->next == 16)
		return -ENOSPC;
	wifi->sent[wifi->next++] = skb;
	return 0;
}

static void acme_wifi_end(struct acme_wifi *wifi, struct sk_buff *skb)
{
	if (acme_cb(skb)->paddr)
		dma_unmap_single(wifi->dev, acme_cb(skb)->paddr, skb->len, DMA_TO_DEVICE);
	dev_kfree_skb(skb);
}

void acme_wifi_send_kept(struct acme_wifi *wifi, struct sk_buff *skb)
{
	if (acme_wifi_tx_kept(wifi, skb))
		acme_wifi_end(wifi, skb);
}

/* The one who tests the ring frees what the ring does not take. */
int acme_wifi_loop(struct acme_wifi *wifi, struct sk_buff *skb)
{
	dma_addr_t paddr = dma_map_single(wifi->dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(wifi->dev, paddr)) {
		dev_kfree_skb(skb);
		return -EIO;
	}
	acme_cb(skb)->paddr = paddr;
	if (wifi->next == 16) {
		dev_kfree_skb(skb); //~ pending-dma-allocations: this gives up 'skb'
		return -ENOSPC;
	}
	wifi->sent[wifi->next++] = skb;
	return 0;
}
