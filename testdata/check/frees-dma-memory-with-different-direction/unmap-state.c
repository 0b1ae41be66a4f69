// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_tx_buffer {
	void *data;
	DEFINE_DMA_UNMAP_ADDR(dma);
	DEFINE_DMA_UNMAP_LEN(len);
};

struct acme_tx {
	struct device *dev;
	struct acme_tx_buffer *buffer;
};

int acme_tx_map(struct acme_tx *tx, void *data, u32 len, int i)
{
	struct acme_tx_buffer *buffer = &tx->buffer[i];
	dma_addr_t dma;

	dma = dma_map_single(tx->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(tx->dev, dma))
		return -ENOMEM;
	dma_unmap_len_set(buffer, len, len);
	dma_unmap_addr_set(buffer, dma, dma);
	return 0;
}

void acme_tx_done(struct acme_tx *tx, int i)
{
	struct acme_tx_buffer *buffer = &tx->buffer[i];

	dma_unmap_single(tx->dev, dma_unmap_addr(buffer, dma), dma_unmap_len(buffer, len),
			 DMA_TO_DEVICE);
}

void acme_tx_stop(struct acme_tx *tx, int i)
{
	struct acme_tx_buffer *buffer = &tx->buffer[i];

	dma_unmap_single(tx->dev, dma_unmap_addr(buffer, dma), dma_unmap_len(buffer, len),
			 DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_FROM_DEVICE for what was mapped with DMA_TO_DEVICE
}
