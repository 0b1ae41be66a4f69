// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_pair {
	struct device *dev;
	dma_addr_t in;
	dma_addr_t out;
};

int acme_pair_open(struct acme_pair *p, void *in, void *out)
{
	p->in = dma_map_single(p->dev, in, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->in))
		return -ENOMEM;
	p->out = dma_map_single(p->dev, out, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->out)) {
		dma_unmap_single(p->dev, p->in, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

void acme_pair_close(struct acme_pair *p)
{
	dma_unmap_single(p->dev, p->in, 64, DMA_TO_DEVICE);
	dma_unmap_single(p->dev, p->in, 64, DMA_TO_DEVICE); //~ frees-memory-not-allocated: unmaps 'p->in' a second time
}

void acme_pair_stop(struct acme_pair *p)
{
	dma_unmap_single(p->dev, p->in, 64, DMA_TO_DEVICE);
	dma_unmap_single(p->dev, p->out, 64, DMA_TO_DEVICE);
}

/* The second is for the failure alone. */
int acme_pair_run(struct acme_pair *p, void *data)
{
	dma_addr_t addr;
	int ret;

	addr = dma_map_single(p->dev, data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, addr))
		return -ENOMEM;
	ret = acme_pair_wait(p, addr);
	if (ret)
		goto fail;
	dma_unmap_single(p->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
fail:
	dma_unmap_single(p->dev, addr, 64, DMA_TO_DEVICE);
	return ret;
}
