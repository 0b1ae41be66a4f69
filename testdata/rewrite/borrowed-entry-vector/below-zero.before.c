// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_host {
	struct device *dev;
	struct scatterlist *sg;
	dma_addr_t base;
};

static int acme_start(struct acme_host *host)
{
	int ret;

	ret = dma_map_sg(host->dev, host->sg, 1, DMA_TO_DEVICE); //~ refuse: never taken
	if (ret < 0)
		goto out;
	host->base = sg_dma_address(host->sg);
	return 0;
out:
	return ret;
}

static void acme_stop(struct acme_host *host)
{
	dma_unmap_sg(host->dev, host->sg, 1, DMA_TO_DEVICE);
}
