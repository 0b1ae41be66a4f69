// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_chan {
	struct device *dev;
	dma_addr_t addr;
	int busy;
};

/* An exit that undoes by itself and jumps to where it is undone. */
int acme_chan_start(struct acme_chan *ch, void *data, size_t len)
{
	int ret;

	ch->addr = dma_map_single(ch->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(ch->dev, ch->addr))
		return -ENOMEM;
	if (ch->busy) {
		ret = -EBUSY;
		dma_unmap_single(ch->dev, ch->addr, len, DMA_TO_DEVICE);
		goto unmap;
	}
	ret = acme_chan_go(ch);
	if (ret)
		goto unmap;
	return 0;

unmap:
	dma_unmap_single(ch->dev, ch->addr, len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: a second time
	return ret;
}

/* One that jumps past it. */
int acme_chan_again(struct acme_chan *ch, void *data, size_t len)
{
	int ret = -EBUSY;

	ch->addr = dma_map_single(ch->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(ch->dev, ch->addr))
		return -ENOMEM;
	if (ch->busy) {
		dma_unmap_single(ch->dev, ch->addr, len, DMA_TO_DEVICE);
		goto out;
	}
	ret = acme_chan_go(ch);
	if (ret)
		goto unmap;
	return 0;

unmap:
	dma_unmap_single(ch->dev, ch->addr, len, DMA_TO_DEVICE);
out:
	return ret;
}
