// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>
#include <linux/vmalloc.h>

struct acme_pages {
	struct device *dev;
	struct page **pages;
	dma_addr_t *addr;
	int count;
};

int acme_pages_map(struct acme_pages *p)
{
	int i;

	for (i = 0; i < p->count; i++) {
		p->addr[i] = dma_map_page(p->dev, p->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i]))
			goto unwind;
	}
	return 0;

unwind:
	while (--i > 0)
		dma_unmap_page(p->dev, p->addr[i], PAGE_SIZE, DMA_TO_DEVICE); //~ unwinds-wrong-number: leaves one
	return -ENOMEM;
}

int acme_pages_map_all(struct acme_pages *p)
{
	int i;

	for (i = 0; i < p->count; i++) {
		p->addr[i] = dma_map_page(p->dev, p->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i]))
			goto unwind;
	}
	return 0;

unwind:
	while (--i >= 0)
		dma_unmap_page(p->dev, p->addr[i], PAGE_SIZE, DMA_TO_DEVICE);
	return -ENOMEM;
}

/* The one whose mapping failed is unmapped too. */
int acme_pages_map_more(struct acme_pages *p)
{
	int i, j;

	for (i = 0; i < p->count; i++) {
		p->addr[i] = dma_map_page(p->dev, p->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i])) {
			for (j = 0; j <= i; j++)
				dma_unmap_page(p->dev, p->addr[j], PAGE_SIZE, DMA_TO_DEVICE); //~ unwinds-wrong-number: one more
			return -ENOMEM;
		}
	}
	return 0;
}

int acme_pages_map_back(struct acme_pages *p)
{
	int i, j;

	for (i = 0; i < p->count; i++) {
		p->addr[i] = dma_map_page(p->dev, p->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i])) {
			for (j = i - 1; j >= 0; j--)
				dma_unmap_page(p->dev, p->addr[j], PAGE_SIZE, DMA_TO_DEVICE);
			return -ENOMEM;
		}
	}
	return 0;
}

/* The head is mapped before the loop that counts, and forgotten. */
int acme_frags_map(struct acme_pages *p, struct sk_buff *skb)
{
	int i, last;

	p->addr[0] = dma_map_single(p->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->addr[0]))
		return -ENOMEM;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		p->addr[i + 1] = skb_frag_dma_map(p->dev, &skb_shinfo(skb)->frags[i], 0,
						  PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i + 1]))
			goto unwind;
	}
	return 0;

unwind:
	last = i;
	for (i = 0; i < last; i++)
		dma_unmap_page(p->dev, p->addr[i], PAGE_SIZE, DMA_TO_DEVICE); //~ unwinds-wrong-number: leaves one
	return -ENOMEM;
}

int acme_frags_map_head_too(struct acme_pages *p, struct sk_buff *skb)
{
	int i, last;

	p->addr[0] = dma_map_single(p->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->addr[0]))
		return -ENOMEM;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		p->addr[i + 1] = skb_frag_dma_map(p->dev, &skb_shinfo(skb)->frags[i], 0,
						  PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i + 1]))
			goto unwind;
	}
	return 0;

unwind:
	last = i;
	dma_unmap_single(p->dev, p->addr[0], skb_headlen(skb), DMA_TO_DEVICE);
	for (i = 0; i < last; i++)
		dma_unmap_page(p->dev, p->addr[i + 1], PAGE_SIZE, DMA_TO_DEVICE);
	return -ENOMEM;
}

/* Some rounds map nothing: how many there are is not known. */
int acme_pages_map_some(struct acme_pages *p)
{
	int i;

	for (i = 0; i < p->count; i++) {
		if (!p->pages[i])
			continue;
		p->addr[i] = dma_map_page(p->dev, p->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i]))
			goto unwind;
	}
	return 0;

unwind:
	while (i > 0) {
		i--;
		if (p->addr[i])
			dma_unmap_page(p->dev, p->addr[i], PAGE_SIZE, DMA_TO_DEVICE);
	}
	return -ENOMEM;
}

/* The caller has mapped some: how many there are is not known here. */
int acme_pages_map_rest(struct acme_pages *p, int done)
{
	while (done < p->count) {
		p->addr[done] = dma_map_page(p->dev, p->pages[done], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[done]))
			goto unwind;
		done++;
	}
	return 0;

unwind:
	while (--done > 0)
		dma_unmap_page(p->dev, p->addr[done], PAGE_SIZE, DMA_TO_DEVICE);
	return -ENOMEM;
}

/* The index has served for something else before, and vunmap() is of the CPU's side. */
int acme_pages_map_view(struct acme_pages *p)
{
	void *view;
	int i;

	for (i = 0; i < 2; i++)
		p->pages[p->count + i] = p->pages[i];
	view = vmap(p->pages, p->count + 2, VM_MAP, PAGE_KERNEL);
	if (!view)
		return -ENOMEM;
	for (i = 0; i < p->count; i++) {
		p->addr[i] = dma_map_page(p->dev, p->pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		if (dma_mapping_error(p->dev, p->addr[i]))
			break;
	}
	if (i < p->count) {
		while (i-- > 0)
			dma_unmap_page(p->dev, p->addr[i], PAGE_SIZE, DMA_FROM_DEVICE);
		vunmap(view);
		return -ENOMEM;
	}
	return 0;
}
