// SPDX-License-Identifier: Apache-2.0
#include <crypto/skcipher.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>

/* Copies the request into a buffer of its own and maps that; the request's list stays unmapped. */
struct acme_copy {
	struct device *dev;
	void *buf;
	dma_addr_t dma;
};

int acme_copy_map(struct acme_copy *copy, int bytes)
{
	copy->dma = dma_map_single(copy->dev, copy->buf, bytes, DMA_TO_DEVICE);
	return dma_mapping_error(copy->dev, copy->dma) ? -ENOMEM : 0;
}

int acme_copy_bytes(struct skcipher_request *req, int nents)
{
	struct scatterlist *sg;
	int i, bytes = 0;

	for_each_sg(req->src, sg, nents, i)
		bytes += sg_dma_len(sg); //~ reads-outputs-before-mapping: never maps
	return bytes;
}

int acme_copy_bytes_right(struct skcipher_request *req, int nents)
{
	struct scatterlist *sg;
	int i, bytes = 0;

	for_each_sg(req->src, sg, nents, i)
		bytes += sg->length;
	return bytes;
}
