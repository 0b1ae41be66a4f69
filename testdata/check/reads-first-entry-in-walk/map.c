// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_desc {
	dma_addr_t addr;
	u32 len;
};

int acme_queue(struct device *dev, struct acme_desc *d, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, count;

	count = dma_map_sg(dev, sgl, nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	for_each_sg(sgl, sg, count, i) {
		d[i].addr = sg_dma_address(sgl); //~ reads-first-entry-in-walk: 'sg_dma_address(sgl)' is of the first entry
		d[i].len = sg_dma_len(sg);
	}
	acme_run(d, count);
	dma_unmap_sg(dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}

int acme_queue_well(struct device *dev, struct acme_desc *d, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	dma_addr_t base;
	int i, count;

	count = dma_map_sg(dev, sgl, nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	base = sg_dma_address(sgl);
	for_each_sg(sgl, sg, count, i) {
		d[i].addr = sg_dma_address(sg) - base;
		d[i].len = sg_dma_len(sg);
	}
	acme_run(d, count);
	dma_unmap_sg(dev, sgl, nents, DMA_TO_DEVICE);
	return 0;
}
