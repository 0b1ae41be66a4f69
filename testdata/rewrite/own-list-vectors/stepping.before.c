// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_area {
	struct device *dev;
	struct scatterlist *first;
	struct scatterlist *now;
	int nents;
	unsigned int used;
};

static int acme_area_init(struct acme_area *area, struct scatterlist *sgl, int nents)
{
	int mapped;

	mapped = dma_map_sg(area->dev, sgl, nents, DMA_TO_DEVICE);
	if (!mapped)
		return -ENOMEM;
	area->first = sgl;
	area->now = sgl;
	area->nents = nents;
	return 0;
}

static void acme_area_step(struct acme_area *area, unsigned int bytes)
{
	area->used += bytes;
	if (area->used == sg_dma_len(area->now)) {
		area->now = sg_next(area->now); //~ refuse: does not always hold the list
		area->used = 0;
	}
}

static void acme_area_put(struct acme_area *area)
{
	dma_unmap_sg(area->dev, area->first, area->nents, DMA_TO_DEVICE);
}
