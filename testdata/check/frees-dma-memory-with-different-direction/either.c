// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ep {
	struct device *dev;
	bool in;
	dma_addr_t frame;
};

void acme_ep_run(struct acme_ep *ep, dma_addr_t addr);

int acme_ep_move(struct acme_ep *ep, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(ep->dev, buf, len, ep->in ? DMA_TO_DEVICE : DMA_FROM_DEVICE);

	if (dma_mapping_error(ep->dev, addr))
		return -ENOMEM;
	acme_ep_run(ep, addr);
	dma_unmap_single(ep->dev, addr, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_TO_DEVICE for what was mapped with DMA_TO_DEVICE or DMA_FROM_DEVICE
	return 0;
}

int acme_ep_move_well(struct acme_ep *ep, void *buf, u32 len)
{
	enum dma_data_direction dir = ep->in ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	dma_addr_t addr = dma_map_single(ep->dev, buf, len, dir);

	if (dma_mapping_error(ep->dev, addr))
		return -ENOMEM;
	acme_ep_run(ep, addr);
	if (ep->in)
		dma_unmap_single(ep->dev, addr, len, DMA_TO_DEVICE);
	else
		dma_unmap_single(ep->dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

int acme_ep_open(struct acme_ep *ep, void *frame)
{
	ep->frame = dma_map_single(ep->dev, frame, 64, DMA_TO_DEVICE);
	return dma_mapping_error(ep->dev, ep->frame) ? -ENOMEM : 0;
}

void acme_ep_close(struct acme_ep *ep)
{
	dma_unmap_single(ep->dev, ep->frame, 64, DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-direction: DMA_FROM_DEVICE for what was mapped with DMA_TO_DEVICE
}
