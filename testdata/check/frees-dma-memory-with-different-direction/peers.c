// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_buf {
	struct sk_buff *skb;
	dma_addr_t dma;
	u32 length;
};

struct acme_rx_buf {
	struct sk_buff *skb;
	dma_addr_t dma;
	u32 length;
};

struct acme_rx_ring {
	struct acme_rx_buf *bufs;
	u32 count;
};

struct acme_tx_ring {
	struct acme_buf *bufs;
	u32 count;
};

struct acme_adapter {
	struct device *dev;
	struct acme_rx_ring rx;
	struct acme_tx_ring tx;
};

int acme_refill(struct acme_adapter *adapter, int i)
{
	struct acme_rx_buf *buf = &adapter->rx.bufs[i];

	buf->dma = dma_map_single(adapter->dev, buf->skb->data, buf->length, DMA_FROM_DEVICE);
	return dma_mapping_error(adapter->dev, buf->dma) ? -ENOMEM : 0;
}

void acme_receive(struct acme_adapter *adapter, int i)
{
	struct acme_rx_buf *buf = &adapter->rx.bufs[i];

	dma_unmap_single(adapter->dev, buf->dma, buf->length, DMA_FROM_DEVICE);
}

void acme_clean_rx(struct acme_adapter *adapter)
{
	struct acme_rx_ring *ring = &adapter->rx;
	int i;

	for (i = 0; i < ring->count; i++)
		dma_unmap_single(adapter->dev, ring->bufs[i].dma, ring->bufs[i].length,
				 DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_TO_DEVICE for what was mapped with DMA_FROM_DEVICE
}

int acme_send(struct acme_adapter *adapter, struct sk_buff *skb, int i)
{
	struct acme_buf *buf = &adapter->tx.bufs[i];

	buf->dma = dma_map_single(adapter->dev, skb->data, skb->len, DMA_TO_DEVICE);
	return dma_mapping_error(adapter->dev, buf->dma) ? -ENOMEM : 0;
}

int acme_send_copy(struct acme_adapter *adapter, void *data, u32 len, int i)
{
	struct acme_buf *buf = &adapter->tx.bufs[i];
	dma_addr_t dma;

	dma = dma_map_single(adapter->dev, data, len, DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-direction: for what others map and unmap with DMA_TO_DEVICE
	if (dma_mapping_error(adapter->dev, dma))
		return -ENOMEM;
	buf->dma = dma;
	return 0;
}

void acme_sent(struct acme_adapter *adapter, int i)
{
	struct acme_buf *buf = &adapter->tx.bufs[i];

	dma_unmap_single(adapter->dev, buf->dma, buf->length, DMA_TO_DEVICE);
}

/* One table of requests for both directions: nothing is told about any of them. */

struct acme_request {
	dma_addr_t dma;
	u32 length;
};

struct acme_queue {
	struct device *dev;
	struct acme_request requests[32];
};

int acme_queue_read(struct acme_queue *queue, void *data, u32 len, int i)
{
	struct acme_request *request = &queue->requests[i];

	request->dma = dma_map_single(queue->dev, data, len, DMA_FROM_DEVICE);
	return dma_mapping_error(queue->dev, request->dma) ? -ENOMEM : 0;
}

int acme_queue_write(struct acme_queue *queue, void *data, u32 len, int i)
{
	struct acme_request *request = &queue->requests[i];

	request->dma = dma_map_single(queue->dev, data, len, DMA_TO_DEVICE);
	return dma_mapping_error(queue->dev, request->dma) ? -ENOMEM : 0;
}

void acme_queue_done(struct acme_queue *queue, int i, bool write)
{
	struct acme_request *request = &queue->requests[i];

	if (write)
		dma_unmap_single(queue->dev, request->dma, request->length, DMA_TO_DEVICE);
	else
		dma_unmap_single(queue->dev, request->dma, request->length, DMA_FROM_DEVICE);
}

/* One end of a queue is filled and the other emptied, for both directions. */

struct acme_dle {
	dma_addr_t addr;
	u32 length;
};

struct acme_dle_queue {
	struct acme_dle *write;
	struct acme_dle *read;
};

struct acme_card {
	struct device *dev;
	struct acme_dle_queue rx;
	struct acme_dle_queue tx;
};

int acme_card_receive(struct acme_card *card, void *data, u32 len)
{
	struct acme_dle *dle = card->rx.write;

	dle->addr = dma_map_single(card->dev, data, len, DMA_FROM_DEVICE);
	return dma_mapping_error(card->dev, dle->addr) ? -ENOMEM : 0;
}

int acme_card_send(struct acme_card *card, void *data, u32 len)
{
	struct acme_dle *dle = card->tx.write;

	dle->addr = dma_map_single(card->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(card->dev, dle->addr))
		return -ENOMEM;
	if (len > 2048) {
		dma_unmap_single(card->dev, dle->addr, len, DMA_TO_DEVICE);
		return -EINVAL;
	}
	return 0;
}

void acme_card_received(struct acme_card *card)
{
	struct acme_dle *dle = card->rx.read;

	dma_unmap_single(card->dev, dle->addr, dle->length, DMA_FROM_DEVICE);
}

/* A page that was received is sent. */

struct acme_frag {
	dma_addr_t dma;
};

struct acme_out {
	dma_addr_t dma;
	u32 length;
};

struct acme_xdp {
	struct device *dev;
	struct acme_frag frags[8];
	struct acme_out out[8];
};

int acme_xdp_fill(struct acme_xdp *xdp, struct page *page, int i)
{
	xdp->frags[i].dma = dma_map_page(xdp->dev, page, 0, 4096, DMA_BIDIRECTIONAL);
	return dma_mapping_error(xdp->dev, xdp->frags[i].dma) ? -ENOMEM : 0;
}

void acme_xdp_forward(struct acme_xdp *xdp, int i)
{
	xdp->out[i].dma = xdp->frags[i].dma;
}

int acme_xdp_send(struct acme_xdp *xdp, void *data, u32 len, int i)
{
	xdp->out[i].dma = dma_map_single(xdp->dev, data, len, DMA_TO_DEVICE);
	return dma_mapping_error(xdp->dev, xdp->out[i].dma) ? -ENOMEM : 0;
}

void acme_xdp_sent(struct acme_xdp *xdp, int i)
{
	dma_unmap_single(xdp->dev, xdp->out[i].dma, xdp->out[i].length, DMA_TO_DEVICE);
}

void acme_xdp_recycle(struct acme_xdp *xdp, int i)
{
	dma_unmap_page(xdp->dev, xdp->out[i].dma, 4096, DMA_BIDIRECTIONAL);
}
