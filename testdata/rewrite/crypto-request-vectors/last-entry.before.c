// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_chain(struct device *dev, struct skcipher_request *req, struct acme_desc *desc, int nents)
{
	struct scatterlist *sg = req->src;

	if (!dma_map_sg(dev, req->src, nents, DMA_TO_DEVICE))
		return -ENOMEM;

	sg = req->src;
	while (sg) {
		desc->addr = cpu_to_le32(sg_dma_address(sg));
		desc->ctl = ACME_VALID;
		if (!sg_next(sg))
			desc->ctl |= ACME_LAST;
		if (sg_next(sg) && sg_next(sg) != NULL)
			desc->ctl |= ACME_CHAINED;
		desc++;
		sg = sg_next(sg);
	}

	dma_unmap_sg(dev, req->src, nents, DMA_TO_DEVICE);
	return 0;
}
