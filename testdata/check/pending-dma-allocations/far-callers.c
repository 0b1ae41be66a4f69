// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>

struct acme_msg {
	void *buf;
	size_t len;
};

struct acme_dsp {
	struct dma_chan *chan;
	dma_addr_t buf;
	size_t len;
};

static void acme_dsp_done(void *data)
{
	struct acme_dsp *dsp = data;

	dma_unmap_single(dsp->chan->device->dev, dsp->buf, dsp->len, DMA_TO_DEVICE);
}

static int acme_dsp_start(struct acme_dsp *dsp, struct acme_msg *msg)
{
	struct dma_async_tx_descriptor *tx;
	struct device *dev = dsp->chan->device->dev;

	dsp->len = msg->len;
	dsp->buf = dma_map_single(dev, msg->buf, msg->len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, dsp->buf))
		return -EINVAL;
	tx = dmaengine_prep_slave_single(dsp->chan, dsp->buf, msg->len, DMA_MEM_TO_DEV, 0);
	if (!tx)
		return -EINVAL; //~ pending-dma-allocations: no caller of acme_dsp_start()
	tx->callback = acme_dsp_done;
	tx->callback_param = dsp;
	dmaengine_submit(tx);
	return 0;
}

static int acme_dsp_write(struct acme_dsp *dsp, struct acme_msg *msg)
{
	int ret = acme_dsp_start(dsp, msg);

	if (ret)
		return ret;
	dma_async_issue_pending(dsp->chan);
	return 0;
}

static int acme_dsp_message(struct acme_dsp *dsp, struct acme_msg *msg)
{
	return acme_dsp_write(dsp, msg);
}

static int acme_dsp_messages(struct acme_dsp *dsp, struct acme_msg *msgs)
{
	return acme_dsp_message(dsp, msgs);
}

static int acme_dsp_begin(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	return acme_dsp_messages(dmabuf->priv, dmabuf->file);
}

static const struct dma_buf_ops acme_dsp_ops = {
	.begin_cpu_access = acme_dsp_begin,
};
