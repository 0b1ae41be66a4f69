// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <net/page_pool/helpers.h>

struct acme_frame {
	dma_addr_t dma;
	u32 length;
};

struct acme_tx {
	struct acme_frame *frames;
};

struct acme_rx {
	struct acme_frame *frames;
};

struct acme_port {
	struct device *dev;
	struct acme_tx tx;
	struct acme_rx rx;
};

int acme_rx_fill(struct acme_port *port, void *data, int i)
{
	struct acme_frame *frame = &port->rx.frames[i];

	frame->dma = dma_map_single(port->dev, data, frame->length, DMA_FROM_DEVICE);
	return dma_mapping_error(port->dev, frame->dma) ? -ENOMEM : 0;
}

void acme_rx_look(struct acme_port *port, int i)
{
	struct acme_rx *rx = &port->rx;

	dma_sync_single_for_cpu(port->dev, rx->frames[i].dma, 64, DMA_TO_DEVICE); //~ syncs-dma-memory-with-different-direction: gets DMA_TO_DEVICE
}

void acme_rx_drop(struct acme_port *port, int i)
{
	struct acme_rx *rx = &port->rx;

	dma_unmap_single(port->dev, rx->frames[i].dma, rx->frames[i].length, DMA_FROM_DEVICE);
}

/* What a page pool has mapped is not what this function maps in the other case. */

int acme_tx_frame(struct acme_port *port, struct page *page, void *data, u32 len, int i)
{
	struct acme_frame *frame = &port->tx.frames[i];

	if (data) {
		frame->dma = dma_map_single(port->dev, data, len, DMA_TO_DEVICE);
		if (dma_mapping_error(port->dev, frame->dma))
			return -ENOMEM;
	} else {
		frame->dma = page_pool_get_dma_addr(page);
		dma_sync_single_for_device(port->dev, frame->dma, len, DMA_BIDIRECTIONAL);
	}
	return 0;
}

void acme_tx_done(struct acme_port *port, int i)
{
	struct acme_tx *tx = &port->tx;

	if (tx->frames[i].length)
		dma_unmap_single(port->dev, tx->frames[i].dma, tx->frames[i].length, DMA_TO_DEVICE);
}
