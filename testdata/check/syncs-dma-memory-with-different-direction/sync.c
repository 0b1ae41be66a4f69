// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme {
	struct device *dev;
	dma_addr_t spare;
};

void acme_run(struct acme *a, dma_addr_t addr);

int acme_ask(struct acme *a, u8 *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(a->dev, buf, len, DMA_TO_DEVICE);
	int first;

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	acme_run(a, addr);
	dma_sync_single_for_cpu(a->dev, addr, len, DMA_FROM_DEVICE); //~ syncs-dma-memory-with-different-direction: DMA_FROM_DEVICE for what was mapped with DMA_TO_DEVICE
	first = buf[0];
	dma_unmap_single(a->dev, addr, len, DMA_TO_DEVICE);
	return first;
}

/* Memory mapped for both ways may be synced for one. */
int acme_both(struct acme *a, u8 *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(a->dev, buf, len, DMA_BIDIRECTIONAL);
	int first;

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	acme_run(a, addr);
	dma_sync_single_for_cpu(a->dev, addr, len, DMA_FROM_DEVICE);
	first = buf[0];
	dma_unmap_single(a->dev, addr, len, DMA_BIDIRECTIONAL);
	return first;
}

/* Another buffer is synced than the one that is mapped. */
int acme_either(struct acme *a, u8 *buf, u32 len)
{
	dma_addr_t addr;

	if (buf) {
		addr = dma_map_single(a->dev, buf, len, DMA_TO_DEVICE);
		if (dma_mapping_error(a->dev, addr))
			return -ENOMEM;
	} else {
		addr = a->spare;
		dma_sync_single_for_device(a->dev, addr, len, DMA_BIDIRECTIONAL);
	}
	acme_run(a, addr);
	if (buf)
		dma_unmap_single(a->dev, addr, len, DMA_TO_DEVICE);
	return 0;
}
