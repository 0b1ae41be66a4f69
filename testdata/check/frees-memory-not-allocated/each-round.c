// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_rx {
	struct device *dev;
	__le32 *slots;
	dma_addr_t *handles;
	unsigned int free;
};

__le32 *acme_rx_slot(struct acme_rx *rx);

/* The round in which the mapping failed unmaps what it did not map. */
int acme_rx_refill(struct acme_rx *rx, unsigned int len)
{
	struct sk_buff *skb;
	dma_addr_t addr;
	__le32 *slot;

	while (rx->free > 0) {
		skb = dev_alloc_skb(len);
		if (!skb)
			break;
		addr = dma_map_single(rx->dev, skb->data, len, DMA_FROM_DEVICE);
		if (dma_mapping_error(rx->dev, addr))
			goto unmap;
		slot = acme_rx_slot(rx);
		if (!slot)
			goto unmap;
		*slot = cpu_to_le32(addr);
		rx->free--;
	}
	return 0;
unmap:
	dma_unmap_single(rx->dev, addr, len, DMA_FROM_DEVICE); //~ frees-memory-not-allocated: when dma_map_single() failed
	dev_kfree_skb_any(skb);
	return -ENOMEM;
}

/* A label for each. */
int acme_rx_refill_unwound(struct acme_rx *rx, unsigned int len)
{
	struct sk_buff *skb;
	dma_addr_t addr;
	__le32 *slot;

	while (rx->free > 0) {
		skb = dev_alloc_skb(len);
		if (!skb)
			break;
		addr = dma_map_single(rx->dev, skb->data, len, DMA_FROM_DEVICE);
		if (dma_mapping_error(rx->dev, addr))
			goto drop;
		slot = acme_rx_slot(rx);
		if (!slot)
			goto unmap;
		*slot = cpu_to_le32(addr);
		rx->free--;
	}
	return 0;
unmap:
	dma_unmap_single(rx->dev, addr, len, DMA_FROM_DEVICE);
drop:
	dev_kfree_skb_any(skb);
	return -ENOMEM;
}

/* Those of the rounds before are unmapped, not the one that failed. */
int acme_rx_pages(struct acme_rx *rx, struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		rx->handles[i] = dma_map_page(rx->dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		if (dma_mapping_error(rx->dev, rx->handles[i]))
			goto unmap;
		rx->slots[i] = cpu_to_le32(rx->handles[i]);
	}
	return 0;
unmap:
	while (--i >= 0)
		dma_unmap_page(rx->dev, rx->handles[i], PAGE_SIZE, DMA_FROM_DEVICE);
	return -ENOMEM;
}
