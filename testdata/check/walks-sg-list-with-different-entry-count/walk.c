// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ring {
	struct device *dev;
	u64 addr[64];
	u32 len[64];
};

int acme_ring_fill(struct acme_ring *ring, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i;

	if (!dma_map_sg(ring->dev, sgl, nents, DMA_TO_DEVICE))
		return -ENOMEM;
	for_each_sg(sgl, sg, nents, i) { //~ walks-sg-list-with-different-entry-count: nents
		ring->addr[i] = sg_dma_address(sg);
		ring->len[i] = sg_dma_len(sg);
	}
	return 0;
}

int acme_ring_good(struct acme_ring *ring, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(ring->dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i)
		ring->addr[i] = sg_dma_address(sg);
	return 0;
}

int acme_ring_fill_kept(struct acme_ring *ring, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, count;

	count = dma_map_sg(ring->dev, sgl, nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	for_each_sg(sgl, sg, nents, i) { //~ walks-sg-list-with-different-entry-count: nents
		ring->addr[i] = sg_dma_address(sg);
		ring->len[i] = sg_dma_len(sg);
	}
	return count;
}
