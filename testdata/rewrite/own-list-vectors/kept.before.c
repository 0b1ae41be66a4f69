// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_ddp {
	struct device *dev;
	struct scatterlist *sgl;
	int sgc;
};

static int acme_setup(struct acme_ddp *ddp, struct scatterlist *sgl, int sgc, u64 *desc)
{
	struct scatterlist *sg;
	int i, mapped;

	mapped = dma_map_sg(ddp->dev, sgl, sgc, DMA_FROM_DEVICE);
	if (!mapped)
		return -ENOMEM;
	ddp->sgl = sgl;
	ddp->sgc = sgc;
	dev_dbg(ddp->dev, "%p mapped\n", sgl);
	for_each_sg(sgl, sg, mapped, i)
		desc[i] = sg_dma_address(sg) | sg_dma_len(sg);
	return 0;
}

static void acme_put(struct acme_ddp *ddp)
{
	if (ddp->sgl)
		dma_unmap_sg(ddp->dev, ddp->sgl, ddp->sgc, DMA_FROM_DEVICE);
	ddp->sgl = NULL;
}
