// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_host {
	struct device *dev;
	struct scatterlist *sg;
};

static void acme_start(struct acme_host *host, u64 *desc)
{
	int count = dma_map_sg(host->dev, host->sg, 1, DMA_TO_DEVICE); //~ refuse: never checked

	if (count != 1)
		dev_dbg(host->dev, "not one\n");
	*desc = sg_dma_address(host->sg);
	dma_unmap_sg(host->dev, host->sg, 1, DMA_TO_DEVICE);
}
