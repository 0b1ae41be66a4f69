// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_fifo {
	struct device *dev;
};

void acme_fifo_push(struct acme_fifo *fifo, dma_addr_t a, dma_addr_t b);

int acme_fifo_send(struct acme_fifo *fifo, u8 *data, u32 len, u32 room)
{
	u32 first = len - room;
	u32 second = room;
	dma_addr_t a, b;

	a = dma_map_single(fifo->dev, data, first, DMA_TO_DEVICE);
	if (dma_mapping_error(fifo->dev, a))
		return -ENOMEM;
	b = dma_map_single(fifo->dev, data + first, second, DMA_TO_DEVICE);
	if (dma_mapping_error(fifo->dev, b)) {
		dma_unmap_single(fifo->dev, a, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-size: gets the size 'len' for what was mapped with 'first'
		return -ENOMEM;
	}
	acme_fifo_push(fifo, a, b);
	dma_unmap_single(fifo->dev, b, room, DMA_TO_DEVICE);
	dma_unmap_single(fifo->dev, a, first, DMA_TO_DEVICE);
	return 0;
}

int acme_fifo_send_padded(struct acme_fifo *fifo, u8 *data, u32 len)
{
	u32 padded = ALIGN(len, 4);
	u32 size = padded;
	dma_addr_t a;

	a = dma_map_single(fifo->dev, data, padded, DMA_TO_DEVICE);
	if (dma_mapping_error(fifo->dev, a))
		return -ENOMEM;
	acme_fifo_push(fifo, a, a);
	dma_unmap_single(fifo->dev, a, size, DMA_TO_DEVICE);
	return 0;
}
