// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

/* The buffer for answers is unmapped, the one for the greeting is not. */
struct acme_desc {
	u32 addr;
	u32 len;
};

struct acme_link {
	struct device *dev;
	struct acme_desc *tx;
	void *hello;
	void *answer;
	dma_addr_t answer_dma;
};

static int acme_link_probe(struct platform_device *pdev)
{
	struct acme_link *link = acme_link_of(pdev);
	dma_addr_t dma;

	link->answer_dma = dma_map_single(link->dev, link->answer, 2048, DMA_FROM_DEVICE);
	if (dma_mapping_error(link->dev, link->answer_dma))
		return -ENOMEM;
	dma = dma_map_single(link->dev, link->hello, 64, DMA_TO_DEVICE); //~ never-unmapped: dma_map_single()
	if (dma_mapping_error(link->dev, dma)) {
		dma_unmap_single(link->dev, link->answer_dma, 2048, DMA_FROM_DEVICE);
		return -ENOMEM;
	}
	link->tx->addr = cpu_to_le32(dma);
	link->tx->len = cpu_to_le32(64);
	return 0;
}

static void acme_link_remove(struct platform_device *pdev)
{
	struct acme_link *link = acme_link_of(pdev);

	dma_unmap_single(link->dev, link->answer_dma, 2048, DMA_FROM_DEVICE);
}

static struct platform_driver acme_link_driver = {
	.probe = acme_link_probe,
	.remove = acme_link_remove,
};
