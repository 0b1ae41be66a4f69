// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

#define ACME_RX_BYTES 1536
#define ACME_RX_COPY 256

struct acme_rx {
	void *data;
	dma_addr_t dma;
};

struct acme_tx {
	struct sk_buff *skb;
	dma_addr_t dma;
	dma_addr_t head;
	dma_addr_t frag;
};

struct acme_nic {
	struct device *dev;
	struct acme_rx rx[16];
	struct acme_tx tx[16];
};

int acme_rx_fill(struct acme_nic *nic, int i)
{
	struct acme_rx *rx = &nic->rx[i];

	rx->dma = dma_map_single(nic->dev, rx->data, ACME_RX_BYTES, DMA_FROM_DEVICE);
	return dma_mapping_error(nic->dev, rx->dma) ? -ENOMEM : 0;
}

void acme_rx_take(struct acme_nic *nic, int i)
{
	dma_unmap_single(nic->dev, nic->rx[i].dma, ACME_RX_COPY, DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-size: 'ACME_RX_COPY'
}

void acme_rx_free(struct acme_nic *nic, int i)
{
	dma_unmap_single(nic->dev, nic->rx[i].dma, ACME_RX_BYTES, DMA_FROM_DEVICE);
}

int acme_tx_send(struct acme_nic *nic, struct sk_buff *skb, int i)
{
	struct acme_tx *tx = &nic->tx[i];

	tx->skb = skb;
	tx->dma = dma_map_single(nic->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(nic->dev, tx->dma))
		return -ENOMEM;
	return 0;
}

void acme_tx_done(struct acme_nic *nic, int i)
{
	struct acme_tx *tx = &nic->tx[i];

	dma_unmap_single(nic->dev, tx->dma, tx->skb->len, DMA_TO_DEVICE);
}

int acme_tx_send_head(struct acme_nic *nic, struct sk_buff *skb, int i)
{
	struct acme_tx *tx = &nic->tx[i];

	tx->head = dma_map_single(nic->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(nic->dev, tx->head))
		return -ENOMEM;
	return 0;
}

void acme_tx_head_done(struct acme_nic *nic, struct sk_buff *skb, int i)
{
	dma_unmap_single(nic->dev, nic->tx[i].head, skb->len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-size: 'skb->len'
}

/* The member keeps what two calls map, each with its own size. */
int acme_tx_frag(struct acme_nic *nic, void *data, int i, bool small)
{
	struct acme_tx *tx = &nic->tx[i];

	if (small)
		tx->frag = dma_map_single(nic->dev, data, ACME_RX_COPY, DMA_TO_DEVICE);
	else
		tx->frag = dma_map_single(nic->dev, data, ACME_RX_BYTES, DMA_TO_DEVICE);
	return dma_mapping_error(nic->dev, tx->frag) ? -ENOMEM : 0;
}

void acme_tx_frag_done(struct acme_nic *nic, int i)
{
	dma_unmap_single(nic->dev, nic->tx[i].frag, ACME_RX_COPY, DMA_TO_DEVICE);
}
