// SPDX-License-Identifier: Apache-2.0
/* A local entry, one exit that unmaps. The count is handed to dmaengine. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>

struct golden {
	struct device *dev;
	struct dma_chan *chan;
};

int golden_write(struct golden *g, const void *buf, unsigned int len)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma_addr;
	int ret = 0;

	dma_addr = dma_map_single(g->chan->device->dev, (void *)buf, len,
				  DMA_TO_DEVICE);
	if (dma_mapping_error(g->chan->device->dev, dma_addr)) {
		dev_err(g->dev, "cannot map %u bytes\n", len);
		return -ENOMEM;
	}

	tx = dmaengine_prep_slave_single(g->chan, dma_addr, len, DMA_MEM_TO_DEV,
					 DMA_PREP_INTERRUPT | DMA_CTRL_ACK);
	if (!tx) {
		ret = -EIO;
		goto unmap;
	}
	dmaengine_submit(tx);
	dma_async_issue_pending(g->chan);
unmap:
	dma_unmap_single(g->chan->device->dev, dma_addr, len, DMA_TO_DEVICE);
	return ret;
}
