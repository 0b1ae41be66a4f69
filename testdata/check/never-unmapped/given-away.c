// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

/* Filled for who calls through these: the users unmap. */
struct acme_desc_ops {
	int (*fill)(struct device *dev, u64 *desc, void *data, size_t len);
};

static int acme_fill(struct device *dev, u64 *desc, void *data, size_t len)
{
	dma_addr_t dma;

	dma = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	desc[0] = dma;
	return 0;
}

const struct acme_desc_ops acme_desc_ops = {
	.fill = acme_fill,
};

/* The table is handed to a subsystem, which owns it from then on. */
static int acme_import(struct device *dev, struct sg_table *sgt)
{
	int ret;

	ret = dma_map_sgtable(dev, sgt, DMA_BIDIRECTIONAL, 0);
	if (ret)
		return ret;
	return acme_core_take(dev, sgt);
}

static dma_addr_t acme_map(struct device *dev, void *data, size_t len)
{
	return dma_map_single(dev, data, len, DMA_TO_DEVICE);
}

static int acme_probe(struct platform_device *pdev)
{
	dma_addr_t dma = acme_map(&pdev->dev, acme_data(pdev), 64);

	if (dma_mapping_error(&pdev->dev, dma))
		return -ENOMEM;
	acme_import(&pdev->dev, acme_table(pdev));
	return acme_publish(pdev, dma);
}

static struct platform_driver acme_driver = {
	.probe = acme_probe,
};
