// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_xfer {
	const void *tx;
	void *rx;
	size_t len;
	dma_addr_t tx_dma;
	dma_addr_t rx_dma;
};

static int acme_map(struct device *dev, struct acme_xfer *x)
{
	x->rx_dma = dma_map_single(dev, x->rx, x->len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, x->rx_dma))
		return -ENOMEM;
	if (x->tx) {
		x->tx_dma = dma_map_single(dev, (void *)x->tx, x->len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, x->tx_dma)) {
			dma_unmap_single(dev, x->rx_dma, x->len, DMA_FROM_DEVICE);
			return -ENOMEM;
		}
	}
	return 0;
}

static void acme_unmap(struct device *dev, struct acme_xfer *x)
{
	dma_unmap_single(dev, x->tx_dma, x->len, DMA_TO_DEVICE); //~ frees-memory-maybe-not-mapped: only if 'x->tx'
	dma_unmap_single(dev, x->rx_dma, x->len, DMA_FROM_DEVICE);
}

int acme_transfer(struct device *dev, struct acme_xfer *x)
{
	int ret = acme_map(dev, x);

	if (ret)
		return ret;
	ret = acme_go(dev, x);
	acme_unmap(dev, x);
	return ret;
}
