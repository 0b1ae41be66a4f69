// SPDX-License-Identifier: Apache-2.0
/*
 * Acme crypto engine: block ciphers, in place or from one list to another.
 */
#include <crypto/skcipher.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>

#define ACME_AES_MAX_SG	16

struct acme_aes_desc {
	__le32 addr;
	__le32 len;
};

struct acme_aes_ctx {
	struct device *dev;
	struct acme_aes_desc src[ACME_AES_MAX_SG];
	struct acme_aes_desc dst[ACME_AES_MAX_SG];
	int src_nents;
	int dst_nents;
};

int acme_aes_run(struct acme_aes_ctx *ctx, int nsrc, int ndst);

static void acme_aes_fill(struct acme_aes_desc *desc, struct scatterlist *sgl,
			  int count)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, count, i) {
		desc[i].addr = cpu_to_le32(sg_dma_address(sg));
		desc[i].len = cpu_to_le32(sg_dma_len(sg));
	}
}

static void acme_aes_unmap(struct acme_aes_ctx *ctx,
			   struct skcipher_request *req)
{
	if (req->src == req->dst) {
		dma_unmap_sg(ctx->dev, req->src, ctx->src_nents,
			     DMA_BIDIRECTIONAL);
		return;
	}
	dma_unmap_sg(ctx->dev, req->src, ctx->src_nents, DMA_TO_DEVICE);
	dma_unmap_sg(ctx->dev, req->dst, ctx->dst_nents, DMA_FROM_DEVICE);
}

int acme_aes_crypt(struct skcipher_request *req)
{
	struct acme_aes_ctx *ctx = skcipher_request_ctx(req);
	int nsrc, ndst, ret;

	ctx->src_nents = sg_nents_for_len(req->src, req->cryptlen);
	ctx->dst_nents = sg_nents_for_len(req->dst, req->cryptlen);
	if (ctx->src_nents < 0 || ctx->src_nents > ACME_AES_MAX_SG ||
	    ctx->dst_nents < 0 || ctx->dst_nents > ACME_AES_MAX_SG)
		return -EINVAL;

	if (req->src == req->dst) {
		nsrc = dma_map_sg(ctx->dev, req->src, ctx->src_nents,
				  DMA_BIDIRECTIONAL);
		if (!nsrc)
			return -ENOMEM;
		ndst = nsrc;
	} else {
		nsrc = dma_map_sg(ctx->dev, req->src, ctx->src_nents,
				  DMA_TO_DEVICE);
		if (!nsrc)
			return -ENOMEM;
		ndst = dma_map_sg(ctx->dev, req->dst, ctx->dst_nents,
				  DMA_FROM_DEVICE);
		if (!ndst) {
			dma_unmap_sg(ctx->dev, req->src, ctx->src_nents,
				     DMA_TO_DEVICE);
			return -ENOMEM;
		}
	}

	acme_aes_fill(ctx->src, req->src, nsrc);
	acme_aes_fill(ctx->dst, req->dst, ndst);
	ret = acme_aes_run(ctx, nsrc, ndst);
	acme_aes_unmap(ctx, req);
	return ret;
}
