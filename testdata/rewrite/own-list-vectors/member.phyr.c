// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

/**
 * struct acme_io - a transfer
 * @dev: the device
 * @sgl: the pages
 * @vecs: what the device sees of the list
 * @nents: number of pages
 */
struct acme_io {
	struct device		*dev;
	struct scatterlist	*sgl;
	struct dma_vecs		vecs;
	int			nents;
};

static int acme_map(struct acme_io *io, u64 *desc)
{
	struct dma_vec *vec;
	int i, mapped;

	mapped = dma_vecs_map_sgl(io->dev, &io->vecs, io->sgl, io->nents,
				  DMA_TO_DEVICE, 0);
	if (!mapped)
		return -ENOMEM;
	for_each_dma_vec(io->vecs.vec, vec, mapped, i)
		desc[i] = vec->addr | vec->len;
	return mapped;
}

static void acme_unmap(struct acme_io *io)
{
	dma_vecs_unmap(io->dev, &io->vecs, DMA_TO_DEVICE, 0);
}
