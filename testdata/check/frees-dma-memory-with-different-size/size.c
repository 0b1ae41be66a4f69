// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_cmd {
	u32 op;
	u32 arg[7];
};

struct acme_mbox {
	struct device *dev;
	u32 size;
};

void acme_mbox_ring(struct acme_mbox *mb, dma_addr_t addr);

int acme_mbox_send(struct acme_mbox *mb, struct acme_cmd *cmd)
{
	dma_addr_t dma = dma_map_single(mb->dev, cmd, sizeof(*cmd), DMA_TO_DEVICE);

	if (dma_mapping_error(mb->dev, dma))
		return -ENOMEM;
	acme_mbox_ring(mb, dma);
	dma_unmap_single(mb->dev, dma, sizeof(cmd), DMA_TO_DEVICE); //~ frees-dma-memory-with-different-size: 'sizeof(cmd)'
	return 0;
}

int acme_mbox_blob(struct acme_mbox *mb, void *blob, size_t len, size_t room)
{
	dma_addr_t dma = dma_map_single(mb->dev, blob, room, DMA_TO_DEVICE);

	if (dma_mapping_error(mb->dev, dma))
		return -ENOMEM;
	acme_mbox_ring(mb, dma);
	dma_unmap_single(mb->dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-size: 'len'
	return 0;
}

/* One value under two names. */
int acme_mbox_read(struct acme_mbox *mb, void *blob, size_t len)
{
	size_t bytes = len;
	dma_addr_t dma = dma_map_single(mb->dev, blob, bytes, DMA_FROM_DEVICE);

	if (dma_mapping_error(mb->dev, dma))
		return -ENOMEM;
	mb->size = len;
	acme_mbox_ring(mb, dma);
	dma_unmap_single(mb->dev, dma, len, DMA_FROM_DEVICE);
	return 0;
}

int acme_mbox_write(struct acme_mbox *mb, void *blob, size_t len)
{
	dma_addr_t dma;

	mb->size = len;
	dma = dma_map_single(mb->dev, blob, len, DMA_TO_DEVICE);
	if (dma_mapping_error(mb->dev, dma))
		return -ENOMEM;
	acme_mbox_ring(mb, dma);
	dma_unmap_single(mb->dev, dma, mb->size, DMA_TO_DEVICE);
	return 0;
}

/* The size of the handle is not the size of what it leads to. */
int acme_mbox_info(struct acme_mbox *mb, struct acme_cmd *cmd)
{
	dma_addr_t dma = dma_map_single(mb->dev, cmd, sizeof(struct acme_cmd), DMA_FROM_DEVICE);

	if (dma_mapping_error(mb->dev, dma))
		return -ENOMEM;
	acme_mbox_ring(mb, dma);
	dma_unmap_single(mb->dev, dma, sizeof(dma), DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-size: 'sizeof(dma)'
	return 0;
}
