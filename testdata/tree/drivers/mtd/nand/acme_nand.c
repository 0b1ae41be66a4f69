// SPDX-License-Identifier: Apache-2.0
/*
 * Acme NAND flash controller: page data through one slave DMA channel.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/scatterlist.h>

#define ACME_NAND_CTRL		0x00
#define ACME_NAND_CTRL_DMA	BIT(4)
#define ACME_NAND_TIMEOUT	100

struct acme_nand {
	struct device *dev;
	void __iomem *regs;
	struct dma_chan *chan;
	struct completion done;
	u8 *bounce;
};

static void acme_nand_dma_done(void *data)
{
	struct acme_nand *nand = data;

	complete(&nand->done);
}

/* One contiguous page buffer, mapped and unmapped in the same call. */
static int acme_nand_xfer(struct acme_nand *nand, void *buf, unsigned int len,
			  enum dma_data_direction dir)
{
	struct dma_async_tx_descriptor *tx;
	enum dma_transfer_direction tdir;
	struct scatterlist sg;
	int ret;

	if (dir == DMA_TO_DEVICE)
		tdir = DMA_MEM_TO_DEV;
	else
		tdir = DMA_DEV_TO_MEM;

	sg_init_one(&sg, buf, len);
	ret = dma_map_sg(nand->chan->device->dev, &sg, 1, dir);
	if (!ret) {
		dev_err(nand->dev, "cannot map the page buffer\n");
		return -ENXIO;
	}

	tx = dmaengine_prep_slave_sg(nand->chan, &sg, 1, tdir,
				     DMA_PREP_INTERRUPT | DMA_CTRL_ACK);
	if (!tx) {
		dev_err(nand->dev, "cannot prepare the transfer\n");
		ret = -ENXIO;
		goto out_unmap;
	}

	tx->callback = acme_nand_dma_done;
	tx->callback_param = nand;
	reinit_completion(&nand->done);
	dmaengine_submit(tx);
	dma_async_issue_pending(nand->chan);

	ret = 0;
	if (!wait_for_completion_timeout(&nand->done, ACME_NAND_TIMEOUT)) {
		dmaengine_terminate_sync(nand->chan);
		ret = -ETIMEDOUT;
	}

out_unmap:
	dma_unmap_sg(nand->chan->device->dev, &sg, 1, dir);
	return ret;
}

int acme_nand_read_page(struct acme_nand *nand, u8 *buf, unsigned int len)
{
	int ret;

	writel(ACME_NAND_CTRL_DMA, nand->regs + ACME_NAND_CTRL);
	ret = acme_nand_xfer(nand, nand->bounce, len, DMA_FROM_DEVICE);
	if (ret)
		return ret;
	memcpy(buf, nand->bounce, len);
	return 0;
}

int acme_nand_write_page(struct acme_nand *nand, const u8 *buf,
			 unsigned int len)
{
	memcpy(nand->bounce, buf, len);
	writel(ACME_NAND_CTRL_DMA, nand->regs + ACME_NAND_CTRL);
	return acme_nand_xfer(nand, nand->bounce, len, DMA_TO_DEVICE);
}
