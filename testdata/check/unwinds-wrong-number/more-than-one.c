// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_list {
	struct device *dev;
	void *bufs[16];
	dma_addr_t addrs[16];
};

/* The loop ends one round too soon. */
int acme_list_map(struct acme_list *list)
{
	int n = 0;

	while (n < 16) {
		list->addrs[n] = dma_map_single(list->dev, list->bufs[n], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(list->dev, list->addrs[n]))
			goto unmap;
		n++;
	}
	return 0;

unmap:
	while (n > 1) {
		dma_unmap_single(list->dev, list->addrs[n - 1], 64, DMA_TO_DEVICE); //~ unwinds-wrong-number: this loop leaves one
		n--;
	}
	return -EIO;
}

int acme_list_map_all(struct acme_list *list)
{
	int n = 0;

	while (n < 16) {
		list->addrs[n] = dma_map_single(list->dev, list->bufs[n], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(list->dev, list->addrs[n]))
			goto unmap;
		n++;
	}
	return 0;

unmap:
	while (n >= 1) {
		dma_unmap_single(list->dev, list->addrs[n - 1], 64, DMA_TO_DEVICE);
		n--;
	}
	return -EIO;
}
