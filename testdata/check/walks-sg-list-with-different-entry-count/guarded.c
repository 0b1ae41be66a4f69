// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_tab {
	struct device *dev;
	u64 addr[8];
};

/* A list that was merged is refused, so both counts are one. */
int acme_tab_fill(struct acme_tab *tab, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(tab->dev, sgl, nents, DMA_TO_DEVICE);
	if (n != nents) {
		if (n)
			dma_unmap_sg(tab->dev, sgl, nents, DMA_TO_DEVICE);
		return -EINVAL;
	}
	for_each_sg(sgl, sg, nents, i)
		tab->addr[i] = sg_dma_address(sg);
	return 0;
}

/* Bounded by the bytes, whatever the count. */
int acme_tab_bytes(struct acme_tab *tab, struct scatterlist *sgl, int nents, u32 left)
{
	struct scatterlist *sg;
	int i;

	if (!dma_map_sg(tab->dev, sgl, nents, DMA_TO_DEVICE))
		return -ENOMEM;
	for_each_sg(sgl, sg, nents, i) {
		tab->addr[i] = sg_dma_address(sg);
		left -= sg_dma_len(sg);
		if (!left)
			break;
	}
	return 0;
}
