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
	struct dma_vec vec;
	struct phyr in;
	int ret = 0;

	in.start = virt_to_phys((void *)buf);
	in.len = len;
	if (dma_map_phyr(g->chan->device->dev, &in, &vec, DMA_TO_DEVICE, 0)) {
		dev_err(g->dev, "cannot map %u bytes\n", len);
		return -ENOMEM;
	}

	tx = dmaengine_prep_slave_single(g->chan, vec.addr, vec.len,
					 DMA_MEM_TO_DEV,
					 DMA_PREP_INTERRUPT | DMA_CTRL_ACK);
	if (!tx) {
		ret = -EIO;
		goto unmap;
	}
	dmaengine_submit(tx);
	dma_async_issue_pending(g->chan);
unmap:
	dma_unmap_vecs(g->chan->device->dev, &vec, 1, DMA_TO_DEVICE, 0);
	return ret;
}
