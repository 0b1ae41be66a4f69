// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_run(struct device *dev, struct skcipher_request *req, u32 *desc, int nents)
{
	struct scatterlist *sg;
	unsigned int len = req->cryptlen;

	if (!dma_map_sg(dev, req->src, nents, DMA_TO_DEVICE))
		return -ENOMEM;

	sg = req->src;
	while (sg && len) {
		*desc++ = sg_dma_address(sg);
		len -= min(sg_dma_len(sg), len);
		sg = sg_next(sg);
	}

	dma_unmap_sg(dev, req->src, nents, DMA_TO_DEVICE);
	return 0;
}
