// SPDX-License-Identifier: Apache-2.0
/*
 * Acme crypto engine: hashes, one input list.
 */
#include <crypto/hash.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>

#define ACME_HASH_MAX_SG	16

struct acme_hash_desc {
	__le32 addr;
	__le32 len;
};

struct acme_hash_ctx {
	struct device *dev;
	struct acme_hash_desc desc[ACME_HASH_MAX_SG];
};

int acme_hash_run(struct acme_hash_ctx *ctx, int count);

int acme_hash_update(struct ahash_request *req)
{
	struct acme_hash_ctx *ctx = ahash_request_ctx(req);
	int nents = sg_nents(req->src);
	struct scatterlist *sg;
	int count, i, ret;

	if (nents > ACME_HASH_MAX_SG)
		return -EINVAL;

	count = dma_map_sg(ctx->dev, req->src, nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;

	for_each_sg(req->src, sg, count, i) {
		ctx->desc[i].addr = cpu_to_le32(sg_dma_address(sg));
		ctx->desc[i].len = cpu_to_le32(sg_dma_len(sg));
	}
	ret = acme_hash_run(ctx, count);

	dma_unmap_sg(ctx->dev, req->src, count, DMA_TO_DEVICE); //~ frees-sg-list-with-different-entry-count: count
	return ret;
}
