// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_chan {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t buf_dma;
	dma_addr_t ring_dma;
	dma_addr_t stat_dma;
};

void acme_chan_go(struct acme_chan *ch, dma_addr_t addr);

void acme_chan_arm(struct acme_chan *ch, void *buf, size_t len)
{
	ch->buf_dma = dma_map_single(ch->dev, buf, len, DMA_FROM_DEVICE); //~ failed-to-check-map-error: ch->buf_dma
	acme_chan_go(ch, ch->buf_dma);
}

int acme_chan_open(struct acme_chan *ch, void *ring, size_t len)
{
	int err;

	ch->ring_dma = dma_map_single(ch->dev, ring, len, DMA_TO_DEVICE);
	err = dma_mapping_error(ch->dev, ch->ring_dma);
	if (err)
		return err;
	acme_chan_go(ch, ch->ring_dma);
	return 0;
}

static int acme_bad(struct acme_chan *ch, dma_addr_t addr)
{
	return dma_mapping_error(ch->dev, addr);
}

int acme_chan_stat(struct acme_chan *ch, void *stat, size_t len)
{
	ch->stat_dma = dma_map_single(ch->dev, stat, len, DMA_FROM_DEVICE);
	if (acme_bad(ch, ch->stat_dma))
		return -ENOMEM;
	acme_chan_go(ch, ch->stat_dma);
	return 0;
}
