// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct acme_pcm_buf {
	struct scatterlist *sgl;
	int pages;
	int mapped;
};

struct acme_pcm {
	struct device *dev;
	struct dma_chan *chan;
	struct acme_pcm_buf *buf;
	struct scatterlist rx;
	void *ring;
};

int acme_pcm_program(struct acme_pcm *pcm);
int acme_pcm_wait(struct acme_pcm *pcm);

static int acme_pcm_map(struct acme_pcm *pcm)
{
	struct acme_pcm_buf *buf = pcm->buf;

	buf->mapped = dma_map_sg(pcm->dev, buf->sgl, buf->pages, DMA_FROM_DEVICE);
	if (0 == buf->mapped)
		return -ENOMEM;
	return 0;
}

static void acme_pcm_unmap(struct acme_pcm *pcm)
{
	dma_unmap_sg(pcm->dev, pcm->buf->sgl, pcm->buf->pages, DMA_FROM_DEVICE);
	pcm->buf->mapped = 0;
}

int acme_pcm_params(struct acme_pcm *pcm)
{
	struct acme_pcm_buf *buf;
	int ret;

	buf = kzalloc(sizeof(*buf), GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	pcm->buf = buf;
	ret = acme_pcm_map(pcm);
	if (ret < 0)
		goto error;
	ret = acme_pcm_program(pcm);
	if (ret < 0)
		goto error;
	return 0;
error:
	kfree(buf); //~ pending-dma-allocations: the only place
	pcm->buf = NULL;
	return ret;
}

int acme_pcm_copy(struct acme_pcm *pcm)
{
	int ret;

	ret = acme_pcm_map(pcm);
	if (ret)
		return ret;
	ret = acme_pcm_program(pcm);
	if (ret)
		return ret; //~ pending-dma-allocations: the end
	acme_pcm_wait(pcm);
	acme_pcm_unmap(pcm);
	return 0;
}

int acme_pcm_flush(struct acme_pcm *pcm)
{
	int ret;

	ret = acme_pcm_map(pcm);
	if (ret)
		return ret;
	ret = acme_pcm_program(pcm);
	acme_pcm_unmap(pcm);
	return ret;
}

/* The one caller switches the mode off and undoes nothing. */
static int acme_rx_start(struct acme_pcm *pcm, size_t len)
{
	struct dma_async_tx_descriptor *tx;
	int n;

	sg_init_one(&pcm->rx, pcm->ring, len);
	n = dma_map_sg(pcm->dev, &pcm->rx, 1, DMA_FROM_DEVICE);
	if (!n)
		return -EINVAL;
	tx = dmaengine_prep_slave_sg(pcm->chan, &pcm->rx, n, DMA_DEV_TO_MEM, 0);
	if (!tx)
		return -EFAULT; //~ pending-dma-allocations: no caller
	dmaengine_submit(tx);
	return 0;
}

void acme_rx_begin(struct acme_pcm *pcm, size_t len)
{
	if (acme_rx_start(pcm, len))
		pcm->chan = NULL;
}

void acme_rx_stop(struct acme_pcm *pcm)
{
	dma_unmap_sg(pcm->dev, &pcm->rx, 1, DMA_FROM_DEVICE);
}
