// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_qp {
	struct device *dev;
	struct sg_table kept;
};

int acme_qp_add(struct acme_qp *qp, struct scatterlist *sg, unsigned int nents);
int acme_qp_seal(struct acme_qp *qp);

/* The table is gone with the function: nobody can unmap it later. */
int acme_qp_init(struct acme_qp *qp, struct scatterlist *sgl, int nents)
{
	struct sg_table sgt = { .sgl = sgl, .orig_nents = nents };
	int ret;

	ret = dma_map_sgtable(qp->dev, &sgt, DMA_TO_DEVICE, 0);
	if (ret)
		return ret;
	ret = acme_qp_add(qp, sgt.sgl, sgt.nents);
	if (ret)
		return ret; //~ pending-dma-allocations: dma_map_sgtable() mapped
	return acme_qp_seal(qp);
}

/* This one is the structure's. */
int acme_qp_keep(struct acme_qp *qp)
{
	int ret;

	ret = dma_map_sgtable(qp->dev, &qp->kept, DMA_TO_DEVICE, 0);
	if (ret)
		return ret;
	ret = acme_qp_add(qp, qp->kept.sgl, qp->kept.nents);
	if (ret)
		return ret;
	return acme_qp_seal(qp);
}

void acme_qp_drop(struct acme_qp *qp)
{
	dma_unmap_sgtable(qp->dev, &qp->kept, DMA_TO_DEVICE, 0);
}
