// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_host {
	struct device *dev;
	struct scatterlist *sg;
	struct dma_vecs vecs;
	struct {
		int len;
	} dma;
};

static int acme_start(struct acme_host *host, u64 *desc)
{
	int count = dma_vecs_map_sgl(host->dev, &host->vecs, host->sg, 1,
				     DMA_TO_DEVICE, 0);

	if (count != 1)
		return -EIO;
	*desc = host->vecs.vec->addr;
	return 0;
}

static int acme_restart(struct acme_host *host, u64 *desc)
{
	host->dma.len = dma_vecs_map_sgl(host->dev, &host->vecs, host->sg, 1,
					 DMA_TO_DEVICE, 0);
	if (host->dma.len == 0)
		return -EIO;
	*desc = host->vecs.vec->addr;
	return 0;
}

static void acme_stop(struct acme_host *host)
{
	dma_vecs_unmap(host->dev, &host->vecs, DMA_TO_DEVICE, 0);
}
