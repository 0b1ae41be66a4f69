// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_hw {
	struct device *dev;
	struct device *dma_dev;
};

void acme_hw_probe(struct acme_hw *hw, struct device *dev)
{
	hw->dev = dev;
	hw->dma_dev = hw->dev;
}

int acme_hw_list(struct acme_hw *hw, struct scatterlist *sgl, int nents)
{
	if (!dma_map_sg(hw->dma_dev, sgl, nents, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(hw->dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}
