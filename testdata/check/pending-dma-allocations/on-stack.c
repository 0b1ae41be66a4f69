// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_part {
	dma_addr_t addr;
	size_t len;
};

struct acme_parts {
	struct acme_part part[4];
	int n;
};

struct acme_queue {
	struct device *dev;
	struct acme_part kept[4];
};

int acme_queue_room(struct acme_queue *queue);
int acme_queue_add(struct acme_queue *queue, struct acme_parts *parts);

/* A structure on the stack is gone with the function, if nobody else was given it. */
int acme_queue_send(struct acme_queue *queue, void *head, size_t len)
{
	struct acme_parts parts = {};
	dma_addr_t addr;

	addr = dma_map_single(queue->dev, head, len, DMA_TO_DEVICE);
	if (dma_mapping_error(queue->dev, addr))
		return -ENOMEM;
	parts.part[parts.n].addr = addr;
	parts.part[parts.n++].len = len;
	if (!acme_queue_room(queue))
		return -ENOSPC; //~ pending-dma-allocations: nothing unmaps it or keeps the handle
	return acme_queue_add(queue, &parts);
}

int acme_queue_post(struct acme_queue *queue, void *head, size_t len)
{
	struct acme_parts parts = {};
	dma_addr_t addr;

	addr = dma_map_single(queue->dev, head, len, DMA_TO_DEVICE);
	if (dma_mapping_error(queue->dev, addr))
		return -ENOMEM;
	parts.part[parts.n].addr = addr;
	parts.part[parts.n++].len = len;
	if (!acme_queue_add(queue, &parts))
		return -ENOSPC;
	return 0;
}

int acme_queue_keep(struct acme_queue *queue, void *head, size_t len)
{
	dma_addr_t addr;

	addr = dma_map_single(queue->dev, head, len, DMA_TO_DEVICE);
	if (dma_mapping_error(queue->dev, addr))
		return -ENOMEM;
	queue->kept[0].addr = addr;
	if (!acme_queue_room(queue))
		return -ENOSPC;
	return 0;
}
