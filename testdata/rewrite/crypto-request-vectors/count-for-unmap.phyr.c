// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

struct acme_reqctx {
	struct device *dev;
	int nr;
	struct dma_vecs src_vecs;
	u32 desc;
};

static int acme_prepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);

	if (!dma_vecs_map_sgl(rctx->dev, &rctx->src_vecs, req->src, rctx->nr,
			      DMA_TO_DEVICE, 0))
		return -ENOMEM;
	rctx->desc = rctx->src_vecs.vec->addr;
	return 0;
}

static void acme_unprepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);
	int taken = acme_take(rctx);

	dma_vecs_unmap(rctx->dev, &rctx->src_vecs, DMA_TO_DEVICE, 0);
}

static void acme_cancel(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);

	dma_vecs_unmap(rctx->dev, &rctx->src_vecs, DMA_TO_DEVICE, 0);
}
