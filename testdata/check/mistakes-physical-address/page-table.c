// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct acme_tables {
	struct device *dev;
	void *level;
};

/* The driver takes care that both addresses are one. */
int acme_tables_alloc(struct acme_tables *tables)
{
	dma_addr_t dma = dma_map_single(tables->dev, tables->level, 4096, DMA_TO_DEVICE);

	if (dma_mapping_error(tables->dev, dma))
		return -ENOMEM;
	if (dma != virt_to_phys(tables->level)) {
		dma_unmap_single(tables->dev, dma, 4096, DMA_TO_DEVICE);
		return -EIO;
	}
	return 0;
}

void acme_tables_flush(struct acme_tables *tables)
{
	dma_sync_single_for_device(tables->dev, virt_to_phys(tables->level), 4096, DMA_TO_DEVICE);
}

void acme_tables_free(struct acme_tables *tables)
{
	dma_unmap_single(tables->dev, virt_to_phys(tables->level), 4096, DMA_TO_DEVICE);
}
