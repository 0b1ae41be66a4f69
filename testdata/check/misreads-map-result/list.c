// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_xor {
	struct device *dev;
};

int acme_xor_prepare(struct acme_xor *xor, struct scatterlist *sgl, int nents);

int acme_xor_src(struct acme_xor *xor, struct scatterlist *sgl, int nents)
{
	int n = dma_map_sg(xor->dev, sgl, nents, DMA_TO_DEVICE);

	if (n < 0) //~ misreads-map-result: n < 0
		return n;
	return acme_xor_prepare(xor, sgl, n);
}

int acme_xor_dst(struct acme_xor *xor, struct scatterlist *sgl, int nents)
{
	int n = dma_map_sg(xor->dev, sgl, nents, DMA_FROM_DEVICE);

	if (n <= 0)
		return -ENOMEM;
	return acme_xor_prepare(xor, sgl, n);
}

/* One variable for two calls: the second test is not of the first result. */
int acme_xor_both(struct acme_xor *xor, struct scatterlist *sgl, int nents)
{
	int ret = dma_map_sg(xor->dev, sgl, nents, DMA_TO_DEVICE);

	if (!ret)
		return -ENOMEM;
	ret = acme_xor_prepare(xor, sgl, ret);
	if (ret < 0)
		dma_unmap_sg(xor->dev, sgl, nents, DMA_TO_DEVICE);
	return ret;
}
