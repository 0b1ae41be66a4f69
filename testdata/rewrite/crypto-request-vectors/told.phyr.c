// SPDX-License-Identifier: Apache-2.0
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

struct acme_desc {
	u32 addr;
	u32 len;
};

static int acme_cipher(struct device *dev, struct skcipher_request *req,
		       struct acme_desc *src, struct acme_desc *dst, int ns, int nd)
{
	struct dma_vecs src_vecs;
	struct dma_vecs dst_vecs;
	unsigned int todo, len;
	struct dma_vec *vec;
	int nr_src, nr_dst;
	int err = 0;
	int i;

	nr_src = dma_vecs_map_sgl(dev, &src_vecs, req->src, ns, DMA_TO_DEVICE,
				  0);
	if (!nr_src)
		return -ENOMEM;
	nr_dst = dma_vecs_map_sgl(dev, &dst_vecs, req->dst, nd, DMA_FROM_DEVICE,
				  0);
	if (!nr_dst) {
		err = -ENOMEM;
		goto unmap_src;
	}

	len = req->cryptlen;
	i = 0;
	vec = src_vecs.vec;
	while (i < nr_src && vec < src_vecs.vec + src_vecs.nr && len) {
		src[i].addr = vec->addr;
		todo = min_t(unsigned int, len, vec->len);
		src[i].len = todo;
		dev_dbg(dev, "%s total=%u SG(%d %u) todo=%u\n", __func__,
			req->cryptlen, i, src[i].len, todo);
		len -= todo;
		i++;
		vec++;
	}

	len = req->cryptlen;
	i = 0;
	vec = dst_vecs.vec;
	while (i < nr_dst && vec < dst_vecs.vec + dst_vecs.nr && len) {
		dst[i].addr = vec->addr;
		todo = min_t(unsigned int, len, vec->len);
		dst[i].len = todo;
		dev_dbg(dev, "%d: %u\n", i, todo);
		len -= todo;
		i++;
		vec++;
	}

	dma_vecs_unmap(dev, &dst_vecs, DMA_FROM_DEVICE, 0);
unmap_src:
	dma_vecs_unmap(dev, &src_vecs, DMA_TO_DEVICE, 0);
	return err;
}
