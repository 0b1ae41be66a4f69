// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_host {
	struct device *dev;
	struct scatterlist *sg;
	struct {
		int len;
	} dma;
};

static int acme_start(struct acme_host *host, u64 *desc)
{
	int count = dma_map_sg(host->dev, host->sg, 1, DMA_TO_DEVICE);

	if (count != 1)
		return -EIO;
	*desc = sg_dma_address(host->sg);
	return 0;
}

static int acme_restart(struct acme_host *host, u64 *desc)
{
	host->dma.len = dma_map_sg(host->dev, host->sg, 1, DMA_TO_DEVICE);
	if (host->dma.len == 0)
		return -EIO;
	*desc = sg_dma_address(host->sg);
	return 0;
}

static void acme_stop(struct acme_host *host)
{
	dma_unmap_sg(host->dev, host->sg, 1, DMA_TO_DEVICE);
}
