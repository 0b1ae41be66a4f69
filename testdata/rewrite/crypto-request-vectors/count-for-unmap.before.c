// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

struct acme_reqctx {
	struct device *dev;
	int nr;
	u32 desc;
};

static int acme_prepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);

	if (!dma_map_sg(rctx->dev, req->src, rctx->nr, DMA_TO_DEVICE))
		return -ENOMEM;
	rctx->desc = sg_dma_address(req->src);
	return 0;
}

static void acme_unprepare(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);
	int taken = acme_take(rctx);

	dma_unmap_sg(rctx->dev, req->src, taken, DMA_TO_DEVICE);
}

static void acme_cancel(struct skcipher_request *req)
{
	struct acme_reqctx *rctx = skcipher_request_ctx(req);
	int nr = rctx->nr;

	dma_unmap_sg(rctx->dev, req->src, nr, DMA_TO_DEVICE);
}
