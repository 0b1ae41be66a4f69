// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/mmc/core.h>
#include <linux/scatterlist.h>

struct acme_host {
	struct device *dev;
	struct dma_chan *chan;
	int dma_len;
};

static int acme_pre_transfer(struct acme_host *host, struct mmc_data *data)
{
	int dma_len;

	dma_len = dma_map_sg(host->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
	if (dma_len == 0)
		return -EINVAL;
	host->dma_len = dma_len;
	return 0;
}

int acme_setup_transfer(struct acme_host *host, struct mmc_data *data)
{
	struct dma_async_tx_descriptor *tx;
	int ret;

	ret = acme_pre_transfer(host, data);
	if (ret)
		return ret;
	tx = dmaengine_prep_slave_sg(host->chan, data->sg, data->sg_len, DMA_MEM_TO_DEV, //~ walks-sg-list-with-different-entry-count: 'data->sg_len'
				     DMA_PREP_INTERRUPT);
	if (!tx)
		return -EIO;
	dmaengine_submit(tx);
	return 0;
}

int acme_setup_right(struct acme_host *host, struct mmc_data *data)
{
	struct dma_async_tx_descriptor *tx;
	int ret;

	ret = acme_pre_transfer(host, data);
	if (ret)
		return ret;
	tx = dmaengine_prep_slave_sg(host->chan, data->sg, host->dma_len, DMA_MEM_TO_DEV,
				     DMA_PREP_INTERRUPT);
	if (!tx)
		return -EIO;
	dmaengine_submit(tx);
	return 0;
}

void acme_post_transfer(struct acme_host *host, struct mmc_data *data)
{
	dma_unmap_sg(host->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
}
