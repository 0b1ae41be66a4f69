// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_desc {
	dma_addr_t addr;
};

struct acme_dev {
	struct device *dev;
	struct acme_desc *desc;
	dma_addr_t rx;
	dma_addr_t tx;
	void *rx_buf;
	void *tx_buf;
};

int acme_reserve(struct acme_dev *acme);
int acme_kick(struct acme_dev *acme);
int acme_irq_on(struct acme_dev *acme);

/* The descriptor has the address on both error exits, and on one the function still unmaps. */
int acme_push(struct acme_dev *acme, void *data, u32 len)
{
	dma_addr_t dma;
	int ret;

	dma = dma_map_single(acme->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(acme->dev, dma))
		return -ENOMEM;
	acme->desc->addr = dma;
	ret = acme_reserve(acme);
	if (ret)
		return ret; //~ pending-dma-allocations: another error exit of acme_push() unmaps it
	ret = acme_kick(acme);
	if (ret)
		goto unmap;
	return 0;

unmap:
	dma_unmap_single(acme->dev, dma, len, DMA_TO_DEVICE);
	return ret;
}

/* The error exits undo the first mapping, and forget the second. */
int acme_open(struct acme_dev *acme)
{
	int ret;

	acme->rx = dma_map_single(acme->dev, acme->rx_buf, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(acme->dev, acme->rx))
		return -EIO;
	acme->tx = dma_map_single(acme->dev, acme->tx_buf, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(acme->dev, acme->tx)) {
		ret = -EIO;
		goto unmap;
	}
	ret = acme_irq_on(acme);
	if (ret)
		goto unmap; //~ pending-dma-allocations: what dma_map_single() mapped before is unmapped there
	return 0;

unmap:
	dma_unmap_single(acme->dev, acme->rx, 4096, DMA_FROM_DEVICE);
	return ret;
}

void acme_close(struct acme_dev *acme)
{
	dma_unmap_single(acme->dev, acme->tx, 4096, DMA_TO_DEVICE);
	dma_unmap_single(acme->dev, acme->rx, 4096, DMA_FROM_DEVICE);
}

int acme_start(struct acme_dev *acme)
{
	int ret = acme_open(acme);

	if (ret)
		return ret;
	return 0;
}
