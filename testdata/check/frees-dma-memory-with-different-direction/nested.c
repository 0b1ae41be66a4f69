// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_buf {
	dma_addr_t addr;
	unsigned int len;
};

struct acme_ring {
	struct acme_buf *bufs;
	unsigned int head;
};

struct acme_card {
	struct device *dev;
	struct acme_ring rx;
	struct acme_ring tx;
};

int acme_card_refill(struct acme_card *card, int i, void *data)
{
	struct acme_buf *buf = &card->rx.bufs[i];
	dma_addr_t addr = dma_map_single(card->dev, data, 2048, DMA_FROM_DEVICE);

	if (dma_mapping_error(card->dev, addr))
		return -ENOMEM;
	buf->addr = addr;
	return 0;
}

void acme_card_drain(struct acme_card *card, int i)
{
	dma_unmap_single(card->dev, card->rx.bufs[i].addr, 2048, DMA_FROM_DEVICE);
}

/* A ring for each way, of one struct too: what is sent is undone elsewhere. */
int acme_card_send(struct acme_card *card, void *data, unsigned int len)
{
	struct acme_buf *buf = &card->tx.bufs[card->tx.head];

	buf->addr = dma_map_single(card->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(card->dev, buf->addr))
		return -ENOMEM;
	buf->len = len;
	return 0;
}
