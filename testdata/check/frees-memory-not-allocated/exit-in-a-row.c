// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

/* Two in a row on an error exit are told once. */
int acme_kick(struct device *dev, void *data, size_t len)
{
	dma_addr_t addr;
	int ret;

	addr = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	ret = acme_go(dev, addr);
	if (ret) {
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: unmaps a second time on the way
		return ret;
	}
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	return 0;
}
