// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_link {
	u32 desc[4];
	dma_addr_t dma;
};

int acme_links_map(struct device *dev, struct acme_link *all, int count)
{
	struct acme_link *link;
	int i;

	for (i = 0, link = all; i < count; i++, link++) {
		link->dma = dma_map_single(dev, link->desc, sizeof(link->desc), DMA_TO_DEVICE);
		if (dma_mapping_error(dev, link->dma))
			goto unmap;
	}
	return 0;
unmap:
	while (i--)
		dma_unmap_single(dev, link->dma, sizeof(link->desc), DMA_TO_DEVICE); //~ frees-one-element-in-loop: 'link->dma' is the same on every turn
	return -ENOMEM;
}

int acme_links_map_right(struct device *dev, struct acme_link *all, int count)
{
	struct acme_link *link;
	int i;

	for (i = 0, link = all; i < count; i++, link++) {
		link->dma = dma_map_single(dev, link->desc, sizeof(link->desc), DMA_TO_DEVICE);
		if (dma_mapping_error(dev, link->dma))
			goto unmap;
	}
	return 0;
unmap:
	while (i--) {
		link--;
		dma_unmap_single(dev, link->dma, sizeof(link->desc), DMA_TO_DEVICE);
	}
	return -ENOMEM;
}
