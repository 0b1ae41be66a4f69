// SPDX-License-Identifier: Apache-2.0
#include <crypto/engine.h>
#include <crypto/hash.h>
#include <crypto/skcipher.h>
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

struct acme_ce {
	struct device *dev;
	struct crypto_engine *engine;
};

struct acme_template {
	int type;
	union {
		struct skcipher_alg skcipher;
	} alg;
};

void acme_ce_push(struct acme_ce *ce, dma_addr_t addr, u32 len);
struct acme_ce *acme_ce_of(struct skcipher_request *areq);
int acme_ce_by_software(struct skcipher_request *areq);

static bool acme_need_fallback(struct skcipher_request *areq)
{
	struct scatterlist *sg;

	for (sg = areq->src; sg; sg = sg_next(sg))
		if (sg_dma_len(sg) % 16) //~ reads-outputs-before-mapping: is read as soon as the request is given
			return true;
	return false;
}

static bool acme_is_odd(struct skcipher_request *areq)
{
	return areq->src->length % 16;
}

static void acme_fill(struct acme_ce *ce, struct skcipher_request *areq, int n)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(areq->src, sg, n, i)
		acme_ce_push(ce, sg_dma_address(sg), sg_dma_len(sg));
}

int acme_run(struct acme_ce *ce, struct skcipher_request *areq)
{
	int nents = sg_nents(areq->src);
	int n = dma_map_sg(ce->dev, areq->src, nents, DMA_BIDIRECTIONAL);

	if (!n)
		return -ENOMEM;
	acme_fill(ce, areq, n);
	dma_unmap_sg(ce->dev, areq->src, nents, DMA_BIDIRECTIONAL);
	return 0;
}

static int acme_encrypt(struct skcipher_request *areq)
{
	if (acme_need_fallback(areq) || acme_is_odd(areq))
		return acme_ce_by_software(areq);
	return crypto_transfer_skcipher_request_to_engine(acme_ce_of(areq)->engine, areq);
}

/* The operation maps itself before it asks. */

static u32 acme_first(struct skcipher_request *areq)
{
	return sg_dma_len(areq->src);
}

static int acme_decrypt(struct skcipher_request *areq)
{
	struct acme_ce *ce = acme_ce_of(areq);

	if (!dma_map_sg(ce->dev, areq->src, 1, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	acme_ce_push(ce, sg_dma_address(areq->src), acme_first(areq));
	dma_unmap_sg(ce->dev, areq->src, 1, DMA_BIDIRECTIONAL);
	return 0;
}

struct acme_template acme_algs[] = {
	{
		.type = 1,
		.alg.skcipher = {
			.encrypt = acme_encrypt,
			.decrypt = acme_decrypt,
		},
	},
};
