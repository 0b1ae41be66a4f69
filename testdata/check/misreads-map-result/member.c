// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_ctx {
	struct device *dev;
	struct scatterlist *sg;
	int nents;
	int mapped;
};

void acme_walk(struct acme_ctx *ctx);

int acme_map(struct acme_ctx *ctx)
{
	ctx->mapped = dma_map_sg(ctx->dev, ctx->sg, ctx->nents, DMA_TO_DEVICE);
	if (ctx->mapped < 0) //~ misreads-map-result: it fails with 0
		return -ENOMEM;
	acme_walk(ctx);
	dma_unmap_sg(ctx->dev, ctx->sg, ctx->nents, DMA_TO_DEVICE);
	return 0;
}

/* The count of another call is what can be negative. */
int acme_count_and_map(struct acme_ctx *ctx, int len)
{
	ctx->nents = sg_nents_for_len(ctx->sg, len);
	if (ctx->nents < 0)
		return ctx->nents;
	ctx->mapped = dma_map_sg(ctx->dev, ctx->sg, ctx->nents, DMA_TO_DEVICE);
	if (!ctx->mapped)
		return -ENOMEM;
	acme_walk(ctx);
	dma_unmap_sg(ctx->dev, ctx->sg, ctx->nents, DMA_TO_DEVICE);
	return 0;
}
