// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_run(struct device *dev, struct skcipher_request *req, u32 *desc, int nents)
{
	struct dma_vec *vec;
	struct dma_vecs src_vecs;
	unsigned int len = req->cryptlen;

	if (!dma_vecs_map_sgl(dev, &src_vecs, req->src, nents, DMA_TO_DEVICE,
			      0))
		return -ENOMEM;

	vec = src_vecs.vec;
	while (vec < src_vecs.vec + src_vecs.nr && len) {
		*desc++ = vec->addr;
		len -= min_t(unsigned int, vec->len, len);
		vec++;
	}

	dma_vecs_unmap(dev, &src_vecs, DMA_TO_DEVICE, 0);
	return 0;
}
