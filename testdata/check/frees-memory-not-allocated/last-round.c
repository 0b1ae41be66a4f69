// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_buf {
	dma_addr_t addr;
	unsigned int len;
};

struct acme_desc {
	struct device *dev;
	struct acme_buf bufs[17];
};

/* Behind the loop stands what its last round unmapped, not the head. */
int acme_desc_map(struct acme_desc *desc, struct sk_buff *skb)
{
	struct acme_buf *buf = desc->bufs;
	int i;

	buf->addr = dma_map_single(desc->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(desc->dev, buf->addr))
		return -EIO;
	buf->len = skb_headlen(skb);
	buf++;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		buf->addr = skb_frag_dma_map(desc->dev, &skb_shinfo(skb)->frags[i], 0, 64,
					     DMA_TO_DEVICE);
		if (dma_mapping_error(desc->dev, buf->addr))
			goto unwind;
		buf->len = 64;
		buf++;
	}
	return 0;

unwind:
	while (i > 0) {
		i--;
		buf--;
		dma_unmap_page(desc->dev, buf->addr, buf->len, DMA_TO_DEVICE);
	}
	dma_unmap_single(desc->dev, buf->addr, buf->len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: unmaps 'buf->addr' a second time
	return -EIO;
}

int acme_desc_map_right(struct acme_desc *desc, struct sk_buff *skb)
{
	struct acme_buf *buf = desc->bufs;
	int i;

	buf->addr = dma_map_single(desc->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(desc->dev, buf->addr))
		return -EIO;
	buf->len = skb_headlen(skb);
	buf++;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		buf->addr = skb_frag_dma_map(desc->dev, &skb_shinfo(skb)->frags[i], 0, 64,
					     DMA_TO_DEVICE);
		if (dma_mapping_error(desc->dev, buf->addr))
			goto unwind;
		buf->len = 64;
		buf++;
	}
	return 0;

unwind:
	while (i > 0) {
		i--;
		buf--;
		dma_unmap_page(desc->dev, buf->addr, buf->len, DMA_TO_DEVICE);
	}
	buf--;
	dma_unmap_single(desc->dev, buf->addr, buf->len, DMA_TO_DEVICE);
	return -EIO;
}
