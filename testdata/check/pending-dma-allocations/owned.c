// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_slot {
	struct device *dev;
	dma_addr_t addr;
	u32 flags;
};

int acme_slot_kick(struct acme_slot *slot);

/* The slot owns the mapping from here on; its reset undoes it. */
int acme_slot_fill(struct acme_slot *slot, void *buf, size_t len)
{
	dma_addr_t dma;
	int err;

	dma = dma_map_single(slot->dev, buf, len, DMA_TO_DEVICE);
	err = dma_mapping_error(slot->dev, dma);
	if (err)
		return err;
	slot->addr = dma;
	err = acme_slot_kick(slot);
	if (err)
		return err;
	return 0;
}

int acme_slot_send(struct acme_slot *slot, void *buf, size_t len)
{
	dma_addr_t dma;
	int err;

	dma = dma_map_single(slot->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(slot->dev, dma))
		return -ENOMEM;
	err = acme_slot_kick(slot);
	if (err)
		goto unmap;
	slot->addr = dma;
	return 0;
unmap:
	dma_unmap_single(slot->dev, dma, len, DMA_TO_DEVICE);
	return err;
}
