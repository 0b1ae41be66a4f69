// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_rx {
	struct device *dev;
	dma_addr_t addr;
};

void acme_rx_run(struct acme_rx *rx, dma_addr_t addr);

int acme_rx_once(struct acme_rx *rx, struct page *page)
{
	dma_addr_t addr = dma_map_page_attrs(rx->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);

	if (dma_mapping_error(rx->dev, addr))
		return -ENOMEM;
	acme_rx_run(rx, addr);
	dma_sync_single_for_cpu(rx->dev, addr, PAGE_SIZE, DMA_FROM_DEVICE);
	dma_unmap_page(rx->dev, addr, PAGE_SIZE, DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-attrs: does not get DMA_ATTR_SKIP_CPU_SYNC
	return 0;
}

/* The unmap may skip what the mapping did. */
int acme_rx_last(struct acme_rx *rx, struct page *page)
{
	dma_addr_t addr = dma_map_page(rx->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(rx->dev, addr))
		return -ENOMEM;
	acme_rx_run(rx, addr);
	dma_sync_single_for_cpu(rx->dev, addr, 64, DMA_FROM_DEVICE);
	dma_unmap_page_attrs(rx->dev, addr, PAGE_SIZE, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	return 0;
}
