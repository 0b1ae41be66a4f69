// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

struct acme_desc {
	dma_addr_t addr;
	u32 len;
};

void acme_prep(struct acme_desc *d, struct scatterlist *sgl, unsigned int count)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgl, sg, count, i) {
		d[i].addr = sg_dma_address(sg);
		d[i].len = sg_dma_len(sgl); //~ reads-first-entry-in-walk: 'sg_dma_len(sgl)' is of the first entry each time; 'sg' is the one
	}
}

void acme_prep_well(struct acme_desc *d, struct scatterlist *sgl, unsigned int count)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgl, sg, count, i) {
		d[i].addr = sg_dma_address(sg);
		d[i].len = sg_dma_len(sg);
	}
}

/* Addresses told as offsets from the first one. */
void acme_prep_relative(struct acme_desc *d, struct scatterlist *sgl, unsigned int count)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgl, sg, count, i) {
		d[i].addr = sg_dma_address(sg) - sg_dma_address(sgl);
		d[i].len = sg_dma_len(sg);
	}
}
