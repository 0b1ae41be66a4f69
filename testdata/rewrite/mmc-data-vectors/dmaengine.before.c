// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/mmc/core.h>

static void *acme_start(struct dma_chan *chan, struct device *dev, struct mmc_data *data)
{
	void *desc;
	int n;

	n = dma_map_sg(dev, data->sg, data->sg_len, DMA_TO_DEVICE);
	if (!n)
		return NULL;
	desc = dmaengine_prep_slave_sg(chan, data->sg, n, DMA_MEM_TO_DEV, 0); //~ refuse: takes a scatterlist
	if (!desc)
		dma_unmap_sg(dev, data->sg, data->sg_len, DMA_TO_DEVICE);
	return desc;
}
