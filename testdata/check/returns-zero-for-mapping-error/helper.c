// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_q {
	struct device *dev;
	dma_addr_t head;
};

static dma_addr_t acme_q_map(struct acme_q *q, void *data, size_t len)
{
	dma_addr_t addr;

	addr = dma_map_single(q->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, addr))
		return 0; //~ returns-zero-for-mapping-error: acme_q_send() takes 0 for a good mapping
	return addr;
}

int acme_q_send(struct acme_q *q, void *data, size_t len)
{
	q->head = acme_q_map(q, data, len);
	if (dma_mapping_error(q->dev, q->head))
		return -ENOMEM;
	acme_q_ring(q);
	return 0;
}

void acme_q_sent(struct acme_q *q, size_t len)
{
	dma_unmap_single(q->dev, q->head, len, DMA_TO_DEVICE);
}

/* Told as 0, and asked for as 0. */
static dma_addr_t acme_q_try(struct acme_q *q, void *data, size_t len)
{
	dma_addr_t addr;

	addr = dma_map_single(q->dev, data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(q->dev, addr))
		return 0;
	return addr;
}

int acme_q_receive(struct acme_q *q, void *data, size_t len)
{
	dma_addr_t addr = acme_q_try(q, data, len);

	if (!addr)
		return -ENOMEM;
	acme_q_wait(q, addr);
	dma_unmap_single(q->dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}
