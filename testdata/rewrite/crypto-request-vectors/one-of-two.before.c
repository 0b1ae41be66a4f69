// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_run(struct device *dev, struct skcipher_request *req, u32 *desc, int ns, int nd, int in)
{
	struct scatterlist *sg;

	if (!dma_map_sg(dev, req->src, ns, DMA_TO_DEVICE))
		return -ENOMEM;
	if (!dma_map_sg(dev, req->dst, nd, DMA_FROM_DEVICE)) {
		dma_unmap_sg(dev, req->src, ns, DMA_TO_DEVICE);
		return -ENOMEM;
	}

	sg = req->src;
	if (in)
		sg = req->dst;
	while (sg) { //~ assist: the walk ends where the list ends
		*desc++ = sg_dma_address(sg);
		sg = sg_next(sg);
	}

	dma_unmap_sg(dev, req->dst, nd, DMA_FROM_DEVICE);
	dma_unmap_sg(dev, req->src, ns, DMA_TO_DEVICE);
	return 0;
}
