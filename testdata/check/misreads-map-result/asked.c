// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

int acme_fill(struct device *dev, struct scatterlist *sgl, int count);

int acme_map_source(struct device *dev, struct scatterlist *sgl, int nents)
{
	int n = dma_map_sg(dev, sgl, nents, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, n)) //~ misreads-map-result: dma_mapping_error
		return -ENOMEM;
	return acme_fill(dev, sgl, n);
}

int acme_map_buffer(struct device *dev, void *buf, size_t len, dma_addr_t *dma)
{
	*dma = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, *dma))
		return -ENOMEM;
	return 0;
}
