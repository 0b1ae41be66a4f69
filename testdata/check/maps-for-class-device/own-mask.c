// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct net_device {
	struct device dev;
};

/* The class device is made fit for DMA. */
int acme_port_init(struct net_device *ndev, struct device *dev, void *data, u32 len)
{
	dma_addr_t addr;

	ndev->dev.dma_mask = dev->dma_mask;
	addr = dma_map_single(&ndev->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(&ndev->dev, addr))
		return -ENOMEM;
	dma_unmap_single(&ndev->dev, addr, len, DMA_TO_DEVICE);
	return 0;
}
