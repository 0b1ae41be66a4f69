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
	struct scatterlist sg;
	unsigned int n;
	int ret = 0;

	sg_init_one(&sg, buf, len);
	n = dma_map_sg(g->chan->device->dev, &sg, 1, DMA_TO_DEVICE);
	if (n == 0) {
		dev_err(g->dev, "cannot map %u bytes\n", len);
		return -ENOMEM;
	}

	tx = dmaengine_prep_slave_sg(g->chan, &sg, n, DMA_MEM_TO_DEV,
				     DMA_PREP_INTERRUPT | DMA_CTRL_ACK);
	if (!tx) {
		ret = -EIO;
		goto unmap;
	}
	dmaengine_submit(tx);
	dma_async_issue_pending(g->chan);
unmap:
	dma_unmap_sg(g->chan->device->dev, &sg, 1, DMA_TO_DEVICE);
	return ret;
}
