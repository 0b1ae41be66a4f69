// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_ddp {
	struct device *dev;
	struct scatterlist *sgl;
	struct dma_vecs vecs;
	int sgc;
};

static int acme_setup(struct acme_ddp *ddp, struct scatterlist *sgl, int sgc, u64 *desc)
{
	struct dma_vec *vec;
	int i, mapped;

	mapped = dma_vecs_map_sgl(ddp->dev, &ddp->vecs, sgl, sgc,
				  DMA_FROM_DEVICE, 0);
	if (!mapped)
		return -ENOMEM;
	ddp->sgl = sgl;
	ddp->sgc = sgc;
	dev_dbg(ddp->dev, "%p mapped\n", sgl);
	for_each_dma_vec(ddp->vecs.vec, vec, mapped, i)
		desc[i] = vec->addr | vec->len;
	return 0;
}

static void acme_put(struct acme_ddp *ddp)
{
	if (ddp->sgl)
		dma_vecs_unmap(ddp->dev, &ddp->vecs, DMA_FROM_DEVICE, 0);
	ddp->sgl = NULL;
}
