// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_fod {
	struct device *dev;
	struct scatterlist *data_sg;
	int data_sg_cnt;
	int nents;
};

static inline int
fc_dma_map_sg(struct device *dev, struct scatterlist *sg, int nents,
	      enum dma_data_direction dir)
{
	return dev ? dma_map_sg(dev, sg, nents, dir) : nents;
}

static inline void
fc_dma_unmap_sg(struct device *dev, struct scatterlist *sg, int nents,
		enum dma_data_direction dir)
{
	if (dev)
		dma_unmap_sg(dev, sg, nents, dir);
}

int acme_fod_map(struct acme_fod *fod)
{
	fod->data_sg_cnt = fc_dma_map_sg(fod->dev, fod->data_sg, fod->nents, DMA_TO_DEVICE);
	return fod->data_sg_cnt ? 0 : -ENOMEM;
}

void acme_fod_unmap(struct acme_fod *fod)
{
	fc_dma_unmap_sg(fod->dev, fod->data_sg, fod->data_sg_cnt, DMA_TO_DEVICE); //~ frees-sg-list-with-different-entry-count: 'fod->data_sg_cnt'
}
