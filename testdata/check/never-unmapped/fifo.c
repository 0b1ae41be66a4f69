// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_nand {
	struct device *dma_dev;
	phys_addr_t fifo;
	dma_addr_t fifo_dma;
	void *page;
};

static int acme_read(struct acme_nand *nand, size_t len)
{
	dma_addr_t page;

	page = dma_map_single(nand->dma_dev, nand->page, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(nand->dma_dev, page))
		return -ENOMEM;
	acme_start(nand, page, len);
	dma_unmap_single(nand->dma_dev, page, len, DMA_FROM_DEVICE);
	return 0;
}

static int acme_nand_probe(struct platform_device *pdev)
{
	struct acme_nand *nand = acme_nand_of(pdev);

	nand->fifo_dma = dma_map_resource(nand->dma_dev, nand->fifo, 4, DMA_BIDIRECTIONAL, 0); //~ never-unmapped: dma_map_resource()
	if (dma_mapping_error(nand->dma_dev, nand->fifo_dma))
		return -ENOMEM;
	return acme_read(nand, 4096);
}

static void acme_nand_remove(struct platform_device *pdev)
{
	acme_stop(acme_nand_of(pdev));
}

static struct platform_driver acme_nand_driver = {
	.probe = acme_nand_probe,
	.remove = acme_nand_remove,
};
