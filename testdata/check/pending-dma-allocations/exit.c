// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_fw {
	struct device *dev;
	dma_addr_t image;
};

int acme_fw_wait(struct acme_fw *fw);
void acme_fw_post(struct acme_fw *fw, dma_addr_t addr);

int acme_fw_load(struct acme_fw *fw, void *image, size_t len)
{
	dma_addr_t dma;

	dma = dma_map_single(fw->dev, image, len, DMA_TO_DEVICE);
	if (dma_mapping_error(fw->dev, dma))
		return -ENOMEM;
	acme_fw_post(fw, dma);
	if (acme_fw_wait(fw))
		return -ETIMEDOUT; //~ pending-dma-allocations: the end
	dma_unmap_single(fw->dev, dma, len, DMA_TO_DEVICE);
	return 0;
}

int acme_fw_check(struct acme_fw *fw, void *image, size_t len)
{
	dma_addr_t dma;

	dma = dma_map_single(fw->dev, image, len, DMA_TO_DEVICE);
	if (dma_mapping_error(fw->dev, dma))
		return -ENOMEM;
	if (acme_fw_wait(fw))
		return -EBUSY; //~ pending-dma-allocations: dma
	acme_fw_post(fw, dma);
	dma_unmap_single(fw->dev, dma, len, DMA_TO_DEVICE);
	return 0;
}
