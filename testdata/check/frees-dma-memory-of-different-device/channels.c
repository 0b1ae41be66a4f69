// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>

struct acme_nand {
	struct device *dev;
	struct dma_chan *rx;
	struct dma_chan *tx;
};

int acme_nand_wait(struct acme_nand *nand, dma_addr_t addr);

int acme_nand_move(struct acme_nand *nand, void *buf, size_t len, bool read)
{
	struct dma_chan *chan;
	dma_addr_t addr;
	int ret;

	if (read)
		chan = nand->rx;
	else
		chan = nand->tx;
	addr = dma_map_single(chan->device->dev, buf, len, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(chan->device->dev, addr))
		return -ENOMEM;
	ret = acme_nand_wait(nand, addr);
	dma_unmap_single(nand->dev, addr, len, DMA_BIDIRECTIONAL); //~ frees-dma-memory-of-different-device: nand->dev
	return ret;
}
