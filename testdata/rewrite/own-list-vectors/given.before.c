// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_io {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
};

static int acme_map(struct acme_io *io, u64 *desc)
{
	struct scatterlist *sg;
	int i, mapped;

	mapped = dma_map_sg(io->dev, io->sgl, io->nents, DMA_TO_DEVICE);
	if (!mapped)
		return -ENOMEM;
	if (mapped > 4) {
		dma_unmap_sg(io->dev, io->sgl, io->nents, DMA_TO_DEVICE);
		return -E2BIG;
	}
	for_each_sg(io->sgl, sg, mapped, i)
		desc[i] = sg_dma_address(sg) | sg_dma_len(sg);
	return mapped;
}

static void acme_unmap(struct device *dev, struct scatterlist *sgl, int nents)
{
	dma_unmap_sg(dev, sgl, nents, DMA_TO_DEVICE); //~ assist: acme_unmap() unmaps a list that it is given
}
