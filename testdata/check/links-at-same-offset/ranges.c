// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_range {
	phys_addr_t paddr;
	size_t len;
};

struct acme_queue {
	struct device *dev;
	struct dma_iova_state state;
};

int acme_queue_link(struct acme_queue *q, struct acme_range *ranges, int count)
{
	int i, ret;

	for (i = 0; i < count; i++) {
		ret = dma_iova_link(q->dev, &q->state, ranges[i].paddr, 0, ranges[i].len, DMA_TO_DEVICE, 0); //~ links-at-same-offset: links at '0'
		if (ret)
			return ret;
	}
	return dma_iova_sync(q->dev, &q->state, 0, count * PAGE_SIZE);
}

int acme_queue_link_late(struct acme_queue *q, struct acme_range *ranges, int count)
{
	size_t mapped = 0;
	int i, ret;

	for (i = 0; i < count; i++) {
		ret = dma_iova_link(q->dev, &q->state, ranges[i].paddr, mapped, ranges[i].len, DMA_TO_DEVICE, 0); //~ links-at-same-offset: links at 'mapped'
		if (ret)
			return ret;
	}
	return dma_iova_sync(q->dev, &q->state, 0, mapped);
}

int acme_queue_link_all(struct acme_queue *q, struct acme_range *ranges, int count)
{
	size_t mapped = 0;
	int i, ret;

	for (i = 0; i < count; i++) {
		ret = dma_iova_link(q->dev, &q->state, ranges[i].paddr, mapped, ranges[i].len, DMA_TO_DEVICE, 0);
		if (ret)
			return ret;
		mapped += ranges[i].len;
	}
	return dma_iova_sync(q->dev, &q->state, 0, mapped);
}

/* A range of its own for each element. */
int acme_queue_link_each(struct acme_queue *q, struct dma_iova_state *states, struct acme_range *ranges, int count)
{
	int i, ret;

	for (i = 0; i < count; i++) {
		ret = dma_iova_link(q->dev, &states[i], ranges[i].paddr, 0, ranges[i].len, DMA_TO_DEVICE, 0);
		if (ret)
			return ret;
	}
	return 0;
}
