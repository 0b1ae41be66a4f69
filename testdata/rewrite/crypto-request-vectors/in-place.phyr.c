// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

struct acme_dma {
	u32 addr;
	u32 len;
};

struct acme_reqctx {
	struct device *dev;
	int nr_src;
	struct dma_vecs src_vecs;
	int nr_dst;
	struct dma_vecs dst_vecs;
	struct acme_dma in[8];
	struct acme_dma out[8];
};

static int acme_prepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);
	struct dma_vec *vec;
	int i, n, m;

	if (req->src == req->dst) {
		n = dma_vecs_map_sgl(rctx->dev, &rctx->src_vecs, req->src,
				     rctx->nr_src, DMA_BIDIRECTIONAL, 0);
		rctx->dst_vecs = rctx->src_vecs;
		if (!n)
			return -EINVAL;
		m = n;
	} else {
		n = dma_vecs_map_sgl(rctx->dev, &rctx->src_vecs, req->src,
				     rctx->nr_src, DMA_TO_DEVICE, 0);
		if (!n)
			return -EINVAL;
		m = dma_vecs_map_sgl(rctx->dev, &rctx->dst_vecs, req->dst,
				     rctx->nr_dst, DMA_FROM_DEVICE, 0);
		if (!m) {
			dma_vecs_unmap(rctx->dev, &rctx->src_vecs,
				       DMA_TO_DEVICE, 0);
			return -EINVAL;
		}
	}

	for_each_dma_vec(rctx->src_vecs.vec, vec, n, i) {
		rctx->in[i].addr = vec->addr;
		rctx->in[i].len = vec->len;
	}
	for_each_dma_vec(rctx->dst_vecs.vec, vec, m, i) {
		rctx->out[i].addr = vec->addr;
		rctx->out[i].len = vec->len;
	}
	return 0;
}

static void acme_unprepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);

	if (req->src == req->dst) {
		dma_vecs_unmap(rctx->dev, &rctx->src_vecs, DMA_BIDIRECTIONAL,
			       0);
	} else {
		dma_vecs_unmap(rctx->dev, &rctx->src_vecs, DMA_TO_DEVICE, 0);
		dma_vecs_unmap(rctx->dev, &rctx->dst_vecs, DMA_FROM_DEVICE, 0);
	}
}
