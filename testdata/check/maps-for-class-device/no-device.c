// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_udc {
	struct device *dev;
};

int acme_udc_send(struct acme_udc *udc, void *data, u32 len)
{
	dma_addr_t addr = dma_map_single(udc->dev, data, len, DMA_TO_DEVICE);

	if (dma_mapping_error(udc->dev, addr))
		return -ENOMEM;
	dma_unmap_single(NULL, addr, len, DMA_TO_DEVICE); //~ maps-for-class-device: dma_unmap_single() is given no device
	return 0;
}

int acme_udc_post(struct acme_udc *udc, void *data, u32 len)
{
	dma_addr_t addr = dma_map_single(udc->dev, data, len, DMA_TO_DEVICE);

	if (dma_mapping_error(udc->dev, addr))
		return -ENOMEM;
	dma_unmap_single(udc->dev, addr, len, DMA_TO_DEVICE);
	return 0;
}
