// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_spi {
	struct device *dev;
	u32 bytes;
};

int acme_spi_burst(struct acme_spi *spi, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, nents, i)
		spi->bytes += sg_dma_len(sg); //~ reads-outputs-before-mapping: sg_dma_len(sg)
	if (!dma_map_sg(spi->dev, sgl, nents, DMA_TO_DEVICE))
		return -ENOMEM;
	return 0;
}

int acme_spi_block(struct acme_spi *spi, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	for_each_sg(sgl, sg, nents, i)
		if (sg->length > 4096)
			return -EINVAL;
	n = dma_map_sg(spi->dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i)
		spi->bytes += sg_dma_len(sg);
	return 0;
}

/* A controller without DMA of its own keeps virtual addresses where the others have DMA addresses. */
void acme_spi_total(struct acme_spi *spi, struct scatterlist *sgl, int nents, bool pio)
{
	struct scatterlist *sg;
	int i, n;

	if (pio) {
		for_each_sg(sgl, sg, nents, i)
			spi->bytes += sg_dma_len(sg);
	} else {
		n = dma_map_sg(spi->dev, sgl, nents, DMA_TO_DEVICE);
		if (!n)
			return;
		for_each_sg(sgl, sg, n, i)
			spi->bytes += sg_dma_len(sg);
	}
}
