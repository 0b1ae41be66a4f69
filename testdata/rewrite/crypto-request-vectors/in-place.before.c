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
	int nr_dst;
	struct acme_dma in[8];
	struct acme_dma out[8];
};

static int acme_prepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);
	struct scatterlist *sg;
	int i, n, m;

	if (req->src == req->dst) {
		n = dma_map_sg(rctx->dev, req->src, rctx->nr_src, DMA_BIDIRECTIONAL);
		if (!n)
			return -EINVAL;
		m = n;
	} else {
		n = dma_map_sg(rctx->dev, req->src, rctx->nr_src, DMA_TO_DEVICE);
		if (!n)
			return -EINVAL;
		m = dma_map_sg(rctx->dev, req->dst, rctx->nr_dst, DMA_FROM_DEVICE);
		if (!m) {
			dma_unmap_sg(rctx->dev, req->src, rctx->nr_src, DMA_TO_DEVICE);
			return -EINVAL;
		}
	}

	for_each_sg(req->src, sg, n, i) {
		rctx->in[i].addr = sg_dma_address(sg);
		rctx->in[i].len = sg_dma_len(sg);
	}
	for_each_sg(req->dst, sg, m, i) {
		rctx->out[i].addr = sg_dma_address(sg);
		rctx->out[i].len = sg_dma_len(sg);
	}
	return 0;
}

static void acme_unprepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);

	if (req->src == req->dst) {
		dma_unmap_sg(rctx->dev, req->src, rctx->nr_src, DMA_BIDIRECTIONAL);
	} else {
		dma_unmap_sg(rctx->dev, req->src, rctx->nr_src, DMA_TO_DEVICE);
		dma_unmap_sg(rctx->dev, req->dst, rctx->nr_dst, DMA_FROM_DEVICE);
	}
}
