// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

struct acme_sge {
	u64 addr;
	u32 len;
};

struct acme_hba {
	struct device *dev;
	unsigned int most;
};

/* Too many is asked, none is not. */
int acme_make_list(struct acme_hba *hba, struct scatterlist *sgl, int nents, struct acme_sge *sge,
		   unsigned char *count)
{
	struct scatterlist *sg;
	unsigned int i;

	*count = dma_map_sg(hba->dev, sgl, nents, DMA_TO_DEVICE); //~ failed-to-check-map-error: '*count'
	if (*count > hba->most) {
		dma_unmap_sg(hba->dev, sgl, nents, DMA_TO_DEVICE);
		return -1;
	}
	for_each_sg(sgl, sg, *count, i) {
		sge[i].addr = sg_dma_address(sg);
		sge[i].len = sg_dma_len(sg);
	}
	return 0;
}

int acme_make_list_right(struct acme_hba *hba, struct scatterlist *sgl, int nents,
			 struct acme_sge *sge, unsigned char *count)
{
	struct scatterlist *sg;
	unsigned int i;

	*count = dma_map_sg(hba->dev, sgl, nents, DMA_TO_DEVICE);
	if (!*count)
		return -1;
	for_each_sg(sgl, sg, *count, i) {
		sge[i].addr = sg_dma_address(sg);
		sge[i].len = sg_dma_len(sg);
	}
	return 0;
}
