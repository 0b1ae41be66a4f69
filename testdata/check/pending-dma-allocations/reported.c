// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <crypto/engine.h>

struct acme_hash {
	struct device *dev;
	__le32 *task;
	unsigned int slots;
};

int acme_hash_start(struct acme_hash *hash);
void acme_hash_count(struct acme_hash *hash, int err);

/* The caller learns nothing: the error goes to the one who waits for the request. */
int acme_hash_run(struct crypto_engine *engine, struct ahash_request *req, struct acme_hash *hash)
{
	struct scatterlist *sg;
	int i, n, err = 0;

	n = dma_map_sg(hash->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
	if (!n) {
		err = -EINVAL;
		goto end;
	}
	if (n > hash->slots) {
		err = -E2BIG;
		goto end; //~ pending-dma-allocations: the end of acme_hash_run() unmaps it
	}
	for_each_sg(req->src, sg, n, i)
		hash->task[i] = cpu_to_le32(sg_dma_address(sg));
	err = acme_hash_start(hash);
	dma_unmap_sg(hash->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
end:
	crypto_finalize_hash_request(engine, req, err);
	return 0;
}

/* The same with an exit for what is mapped. */
void acme_hash_work(struct crypto_engine *engine, struct ahash_request *req, struct acme_hash *hash)
{
	struct scatterlist *sg;
	int i, n, err = 0;

	n = dma_map_sg(hash->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
	if (!n) {
		err = -EINVAL;
		goto end;
	}
	if (n > hash->slots) {
		err = -E2BIG;
		goto unmap;
	}
	for_each_sg(req->src, sg, n, i)
		hash->task[i] = cpu_to_le32(sg_dma_address(sg));
	err = acme_hash_start(hash);
unmap:
	dma_unmap_sg(hash->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
end:
	crypto_finalize_hash_request(engine, req, err);
}

/* An error that is only counted ends no request: the list may be used again. */
int acme_hash_again(struct ahash_request *req, struct acme_hash *hash)
{
	int n, err = 0;

	n = dma_map_sg(hash->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
	if (!n)
		goto end;
	if (n > hash->slots) {
		err = -E2BIG;
		goto end;
	}
	hash->task[0] = cpu_to_le32(sg_dma_address(req->src));
	dma_unmap_sg(hash->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
end:
	acme_hash_count(hash, err);
	return 0;
}
