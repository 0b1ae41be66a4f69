// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_dma {
	struct device *dev;
};

int acme_dma_run(struct acme_dma *dma, struct scatterlist *sgl, int count);

int acme_dma_read(struct acme_dma *dma, struct scatterlist *sgl, int nents)
{
	int ret, mapped;

	mapped = dma_map_sg(dma->dev, sgl, nents, DMA_FROM_DEVICE);
	if (!mapped)
		return -ENOMEM;
	ret = acme_dma_run(dma, sgl, mapped);
	dma_unmap_sg(dma->dev, sgl, mapped, DMA_FROM_DEVICE); //~ frees-sg-list-with-different-entry-count: mapped
	return ret;
}

/* The name says mapped, the value is the original one. */
int acme_dma_write(struct acme_dma *dma, struct scatterlist *sgl, int nents)
{
	int mapped = nents;
	int ret;

	nents = dma_map_sg(dma->dev, sgl, mapped, DMA_TO_DEVICE);
	if (!nents)
		return -ENOMEM;
	ret = acme_dma_run(dma, sgl, nents);
	dma_unmap_sg(dma->dev, sgl, mapped, DMA_TO_DEVICE);
	return ret;
}
