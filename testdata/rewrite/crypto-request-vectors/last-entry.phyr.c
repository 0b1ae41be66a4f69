// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_chain(struct device *dev, struct skcipher_request *req, struct acme_desc *desc, int nents)
{
	struct dma_vecs src_vecs;
	struct dma_vec *vec;

	if (!dma_vecs_map_sgl(dev, &src_vecs, req->src, nents, DMA_TO_DEVICE,
			      0))
		return -ENOMEM;

	vec = src_vecs.vec;
	while (vec < src_vecs.vec + src_vecs.nr) {
		desc->addr = cpu_to_le32(vec->addr);
		desc->ctl = ACME_VALID;
		if (vec + 1 >= src_vecs.vec + src_vecs.nr)
			desc->ctl |= ACME_LAST;
		if (vec + 1 < src_vecs.vec + src_vecs.nr && vec + 1 < src_vecs.vec + src_vecs.nr)
			desc->ctl |= ACME_CHAINED;
		desc++;
		vec++;
	}

	dma_vecs_unmap(dev, &src_vecs, DMA_TO_DEVICE, 0);
	return 0;
}
