// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_entry {
	dma_addr_t addr;
	u32 len;
};

static void acme_entry_fill(struct acme_entry *e, struct scatterlist *sg)
{
	e->addr = sg_dma_address(sg);
	e->len = sg->length; //~ mixes-sides-of-an-entry: 'sg->length' is a length of the CPU side
}

static void acme_entry_fill_well(struct acme_entry *e, struct scatterlist *sg)
{
	e->addr = sg_dma_address(sg);
	e->len = sg_dma_len(sg);
}

int acme_map(struct device *dev, struct acme_entry *e, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, count;

	count = dma_map_sg(dev, sgl, nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	for_each_sg(sgl, sg, count, i) {
		acme_entry_fill(&e[i], sg);
		acme_entry_fill_well(&e[i], sg);
	}
	acme_run(e, count);
	dma_unmap_sg(dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}
