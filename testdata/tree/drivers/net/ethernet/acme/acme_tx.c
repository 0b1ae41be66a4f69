// SPDX-License-Identifier: Apache-2.0
/*
 * Acme Ethernet: transmit ring.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

#define ACME_TX_RING	256
#define ACME_TX_MASK	(ACME_TX_RING - 1)

struct acme_tx_desc {
	__le64 addr;
	__le32 len;
	__le32 flags;
};

struct acme_tx_slot {
	struct sk_buff *skb;
	dma_addr_t dma;
	unsigned int len;
};

struct acme_txq {
	struct device *dev;
	struct acme_tx_desc *ring;
	struct acme_tx_slot slots[ACME_TX_RING];
	unsigned int head;
	unsigned int tail;
};

void acme_tx_kick(struct acme_txq *txq);
int acme_tx_reserve(struct acme_txq *txq);

/* Headers and payload are copied together before they come here. */
int acme_tx_queue(struct acme_txq *txq, struct sk_buff *skb)
{
	unsigned int i = txq->head & ACME_TX_MASK;
	struct acme_tx_slot *slot = &txq->slots[i];

	slot->skb = skb;
	slot->len = skb->len;
	slot->dma = dma_map_single(txq->dev, skb->data, skb->len, DMA_TO_DEVICE); //~ failed-to-check-map-error: slot->dma

	txq->ring[i].addr = cpu_to_le64(slot->dma);
	txq->ring[i].len = cpu_to_le32(slot->len);
	txq->head++;
	acme_tx_kick(txq);
	return 0;
}

/* A control frame takes a second credit after its buffer is mapped. */
int acme_tx_control(struct acme_txq *txq, void *frame, unsigned int len)
{
	unsigned int i = txq->head & ACME_TX_MASK;
	dma_addr_t dma;
	int err;

	dma = dma_map_single(txq->dev, frame, len, DMA_TO_DEVICE);
	if (dma_mapping_error(txq->dev, dma))
		return -ENOMEM;

	err = acme_tx_reserve(txq);
	if (err)
		return err; //~ pending-dma-allocations: dma

	txq->ring[i].addr = cpu_to_le64(dma);
	txq->ring[i].len = cpu_to_le32(len);
	txq->slots[i].skb = NULL;
	txq->slots[i].dma = dma;
	txq->slots[i].len = len;
	txq->head++;
	acme_tx_kick(txq);
	return 0;
}

void acme_tx_reap(struct acme_txq *txq)
{
	while (txq->tail != txq->head) {
		struct acme_tx_slot *slot;

		slot = &txq->slots[txq->tail & ACME_TX_MASK];
		dma_unmap_single(txq->dev, slot->dma, slot->len, DMA_TO_DEVICE);
		if (slot->skb)
			dev_kfree_skb_any(slot->skb);
		slot->skb = NULL;
		txq->tail++;
	}
}
