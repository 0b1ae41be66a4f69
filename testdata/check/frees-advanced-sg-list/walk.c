// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_io {
	struct device *dev;
};

void acme_io_put(struct acme_io *io, dma_addr_t addr, u32 len);

int acme_io_write(struct acme_io *io, struct scatterlist *sg, int nents)
{
	int i, n;

	n = dma_map_sg(io->dev, sg, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		acme_io_put(io, sg_dma_address(sg), sg_dma_len(sg));
		sg = sg_next(sg);
	}
	dma_unmap_sg(io->dev, sg, nents, DMA_TO_DEVICE); //~ frees-advanced-sg-list: 'sg' was moved on
	return 0;
}

int acme_io_read(struct acme_io *io, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(io->dev, sgl, nents, DMA_FROM_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i)
		acme_io_put(io, sg_dma_address(sg), sg_dma_len(sg));
	sg = sgl;
	dma_unmap_sg(io->dev, sg, nents, DMA_FROM_DEVICE);
	return 0;
}
