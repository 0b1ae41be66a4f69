// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_pair {
	struct device *dev;
	struct scatterlist head;
	struct scatterlist body;
};

int golden_pair_map(struct golden_pair *p, void *buf, unsigned int n)
{
	sg_init_one(&p->head, buf, 64);
	if (!dma_map_sg(p->dev, &p->head, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	return 0;
}

void golden_pair_unmap(struct golden_pair *p, unsigned int n)
{
	dma_unmap_sg(p->dev, &p->head, n, DMA_TO_DEVICE); //~ refuse: longer list
}
