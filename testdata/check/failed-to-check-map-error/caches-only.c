// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_bo {
	struct device *dev;
	struct sg_table *sgt;
};

/* The device has its own page table: this is for the caches alone. */
void acme_bo_flush(struct acme_bo *bo)
{
	dma_map_sgtable(bo->dev, bo->sgt, DMA_BIDIRECTIONAL, 0);
	dma_unmap_sgtable(bo->dev, bo->sgt, DMA_BIDIRECTIONAL, 0);
}

struct acme_lq {
	struct device *dev;
	u32 addr;
	void *buf;
};

/* Only the caches are meant: the handle is thrown away before anybody reads it. */
void acme_lq_flush(struct acme_lq *lq, size_t len)
{
	lq->addr = dma_map_single(lq->dev, lq->buf, len, DMA_FROM_DEVICE);
	lq->addr = acme_physical(lq->buf);
}

void acme_lq_post(struct acme_lq *lq, size_t len)
{
	lq->addr = dma_map_single(lq->dev, lq->buf, len, DMA_FROM_DEVICE); //~ failed-to-check-map-error: 'lq->addr'
	acme_lq_write(lq->addr);
	lq->addr = 0;
}

/* The second store is to the next slot. */
void acme_lq_queue(struct acme_lq *lq, void *end, size_t len)
{
	lq->addr = dma_map_single(lq->dev, lq->buf, len, DMA_TO_DEVICE); //~ failed-to-check-map-error: 'lq->addr'
	lq++;
	lq->addr = acme_physical(end);
}
