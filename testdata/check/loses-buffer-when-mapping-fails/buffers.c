// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct acme_ring {
	struct device *dev;
	void *buf;
	dma_addr_t addr;
};

void acme_ring_post(struct acme_ring *ring, dma_addr_t addr);

int acme_ring_fill(struct acme_ring *ring, size_t len)
{
	dma_addr_t dma;
	void *buf;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, dma))
		return -EIO; //~ loses-buffer-when-mapping-fails: buf
	ring->buf = buf;
	acme_ring_post(ring, dma);
	return 0;
}

int acme_ring_refill(struct acme_ring *ring, size_t len)
{
	dma_addr_t dma;
	void *buf;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, dma)) {
		kfree(buf);
		return -EIO;
	}
	ring->buf = buf;
	acme_ring_post(ring, dma);
	return 0;
}

/* The ring owns the buffer from the start, and its reset frees it. */
int acme_ring_own(struct acme_ring *ring, size_t len)
{
	void *buf;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	ring->buf = buf;
	ring->addr = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, ring->addr))
		return -EIO;
	return 0;
}

struct acme_skb_cb {
	dma_addr_t dma;
};

#define ACME_SKB_CB(skb) ((struct acme_skb_cb *)(skb)->cb)

/* Its control buffer is looked at; nobody gets the packet. */
struct sk_buff *acme_alloc_forgetting(struct device *dev, size_t len)
{
	struct acme_skb_cb *cb;
	struct sk_buff *skb;

	skb = __dev_alloc_skb(len, GFP_KERNEL);
	if (!skb)
		return NULL;
	cb = ACME_SKB_CB(skb);
	cb->dma = dma_map_single(dev, skb->data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, cb->dma))
		return NULL; //~ loses-buffer-when-mapping-fails: skb
	return skb;
}

struct sk_buff *acme_alloc_freeing(struct device *dev, size_t len)
{
	struct acme_skb_cb *cb;
	struct sk_buff *skb;

	skb = __dev_alloc_skb(len, GFP_KERNEL);
	if (!skb)
		return NULL;
	cb = ACME_SKB_CB(skb);
	cb->dma = dma_map_single(dev, skb->data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, cb->dma)) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}
