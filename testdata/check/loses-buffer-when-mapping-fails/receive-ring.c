// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#define ACME_RING 64
#define ACME_BUF 2048

struct acme_slot {
	struct sk_buff *skb;
	dma_addr_t dma;
};

struct acme_mac {
	struct device *dev;
	struct net_device *ndev;
	struct acme_slot rx[ACME_RING];
	struct sk_buff *spare[ACME_RING];
	unsigned int dirty;
	unsigned int cur;
};

void acme_mac_post(struct acme_mac *mac, unsigned int slot, dma_addr_t dma);
void acme_mac_keep(struct acme_mac *mac, struct sk_buff *skb);

static void acme_mac_align(struct sk_buff *skb)
{
	unsigned long over = (unsigned long)skb->data & 31;

	if (over)
		skb_reserve(skb, 32 - over);
}

static void acme_mac_park(struct acme_mac *mac, struct sk_buff *skb)
{
	mac->spare[0] = skb;
}

static struct sk_buff *acme_mac_alloc(struct acme_mac *mac)
{
	struct sk_buff *skb;

	skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
	if (!skb)
		return NULL;
	skb_reserve(skb, NET_IP_ALIGN);
	return skb;
}

static struct sk_buff *acme_mac_alloc_kept(struct acme_mac *mac)
{
	struct sk_buff *skb;

	skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
	if (!skb)
		return NULL;
	mac->spare[0] = skb;
	return skb;
}

/* What only looks at the buffer does not own it. */
void acme_mac_refill(struct acme_mac *mac) //~ loses-buffer-when-mapping-fails: skb
{
	struct sk_buff *skb;
	dma_addr_t dma;

	for (; mac->cur != mac->dirty; mac->dirty++) {
		skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
		if (!skb)
			break;
		acme_mac_align(skb);
		dma = dma_map_single(mac->dev, skb->data, ACME_BUF, DMA_FROM_DEVICE);
		if (dma_mapping_error(mac->dev, dma))
			break;
		mac->rx[0].skb = skb;
		acme_mac_post(mac, mac->dirty, dma);
	}
}

int acme_mac_refill_parked(struct acme_mac *mac)
{
	struct sk_buff *skb;
	dma_addr_t dma;

	skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
	if (!skb)
		return -ENOMEM;
	acme_mac_park(mac, skb);
	dma = dma_map_single(mac->dev, skb->data, ACME_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(mac->dev, dma))
		return -EIO;
	acme_mac_post(mac, 0, dma);
	return 0;
}

int acme_mac_fill(struct acme_mac *mac, unsigned int slot)
{
	struct sk_buff *skb;
	dma_addr_t dma;

	skb = acme_mac_alloc(mac);
	if (!skb)
		return -ENOMEM;
	dma = dma_map_single(mac->dev, skb->data, ACME_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(mac->dev, dma))
		return -EIO; //~ loses-buffer-when-mapping-fails: skb
	mac->rx[slot].skb = skb;
	acme_mac_post(mac, slot, dma);
	return 0;
}

/* The helper has kept what it made. */
int acme_mac_fill_kept(struct acme_mac *mac, unsigned int slot)
{
	struct sk_buff *skb;
	dma_addr_t dma;

	skb = acme_mac_alloc_kept(mac);
	if (!skb)
		return -ENOMEM;
	dma = dma_map_single(mac->dev, skb->data, ACME_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(mac->dev, dma))
		return -EIO;
	acme_mac_post(mac, slot, dma);
	return 0;
}

/* The slot forgets the buffer as soon as it cannot be mapped. */
int acme_mac_fill_slot(struct acme_mac *mac, unsigned int slot)
{
	struct page *page;
	struct sk_buff *skb;
	dma_addr_t dma;

	skb = mac->rx[slot].skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
	if (!skb)
		return -ENOMEM;
	page = virt_to_page(skb->data);
	dma = dma_map_page(mac->dev, page, offset_in_page(skb->data), ACME_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(mac->dev, dma)) {
		mac->rx[slot].skb = NULL;
		return -EIO; //~ loses-buffer-when-mapping-fails: skb
	}
	acme_mac_post(mac, slot, dma);
	return 0;
}

/* All slots are emptied when one could not be filled. */
int acme_mac_open(struct acme_mac *mac)
{
	struct sk_buff *skb;
	dma_addr_t dma;
	int i;

	for (i = 0; i < ACME_RING; i++) {
		skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
		mac->rx[i].skb = skb;
		if (!skb)
			break;
		dma = dma_map_single(mac->dev, skb->data, ACME_BUF, DMA_FROM_DEVICE);
		if (dma_mapping_error(mac->dev, dma))
			break;
		acme_mac_post(mac, i, dma);
	}
	if (i == ACME_RING)
		return 0;
	for (i = 0; i < ACME_RING; i++) {
		if (mac->rx[i].skb) {
			dev_kfree_skb(mac->rx[i].skb);
			mac->rx[i].skb = NULL;
		}
	}
	return -ENOMEM;
}

/* The slot forgets the buffer, and it is freed by its other name. */
int acme_mac_fill_freed(struct acme_mac *mac, unsigned int slot)
{
	struct sk_buff *skb;

	skb = mac->rx[slot].skb = netdev_alloc_skb(mac->ndev, ACME_BUF);
	if (!skb)
		return -ENOMEM;
	mac->rx[slot].dma = dma_map_single(mac->dev, skb->data, ACME_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(mac->dev, mac->rx[slot].dma)) {
		mac->rx[slot].skb = NULL;
		dev_kfree_skb_any(skb);
		return -EIO;
	}
	return 0;
}

void acme_mac_empty(struct acme_mac *mac, unsigned int slot)
{
	dma_unmap_single(mac->dev, mac->rx[slot].dma, ACME_BUF, DMA_FROM_DEVICE);
	dev_kfree_skb(mac->rx[slot].skb);
	mac->rx[slot].skb = NULL;
}
