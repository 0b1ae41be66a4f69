// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_phy {
	struct device *dev;
};

void acme_phy_read(struct acme_phy *phy, dma_addr_t addr);

int acme_phy_get(struct acme_phy *phy, void *buf, size_t len)
{
	dma_addr_t dma;

	dma = dma_map_single(phy->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(phy->dev, dma))
		return -ENOMEM;
	acme_phy_read(phy, dma);
	dma_unmap_single(phy->dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: DMA_TO_DEVICE for what was mapped with DMA_FROM_DEVICE
	return 0;
}

/* Mapped again the other way round. */
int acme_phy_verify(struct acme_phy *phy, void *buf, size_t len)
{
	dma_addr_t dma;

	dma = dma_map_single(phy->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(phy->dev, dma))
		return -ENOMEM;
	acme_phy_read(phy, dma);
	dma_unmap_single(phy->dev, dma, len, DMA_FROM_DEVICE);
	dma = dma_map_single(phy->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(phy->dev, dma))
		return -ENOMEM;
	acme_phy_read(phy, dma);
	dma_unmap_single(phy->dev, dma, len, DMA_TO_DEVICE);
	return 0;
}
