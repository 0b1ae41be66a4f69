// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_req {
	struct scatterlist *src;
	struct scatterlist *dst;
	int nsrc;
	int ndst;
};

struct acme {
	struct device *dev;
};

struct acme_engine {
	struct acme *acme;
};

struct acme_req *acme_req_of(void *async);
int acme_check(struct acme *acme, struct acme_req *req);

/* One list for both ways, and undone as if it were the source of two. */
int acme_cipher_prepare(struct acme_engine *engine, void *async)
{
	struct acme_req *req = acme_req_of(async);
	struct acme *acme = engine->acme;
	int nsrc = 0, ndst = 0;
	int err;

	if (req->src == req->dst) {
		nsrc = dma_map_sg(acme->dev, req->src, req->nsrc, DMA_BIDIRECTIONAL);
		if (nsrc <= 0)
			return -EINVAL;
		ndst = nsrc;
	} else {
		nsrc = dma_map_sg(acme->dev, req->src, req->nsrc, DMA_TO_DEVICE);
		if (nsrc <= 0)
			return -EINVAL;
		ndst = dma_map_sg(acme->dev, req->dst, req->ndst, DMA_FROM_DEVICE);
		if (ndst <= 0) {
			err = -EINVAL;
			goto unmap;
		}
	}
	err = acme_check(acme, req);
	if (err)
		goto unmap;
	return 0;

unmap:
	if (req->src == req->dst) {
		dma_unmap_sg(acme->dev, req->src, req->nsrc, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_TO_DEVICE for what was mapped with DMA_BIDIRECTIONAL
	} else {
		if (nsrc > 0)
			dma_unmap_sg(acme->dev, req->src, req->nsrc, DMA_TO_DEVICE);
		if (ndst > 0)
			dma_unmap_sg(acme->dev, req->dst, req->ndst, DMA_FROM_DEVICE);
	}
	return err;
}

void acme_cipher_unprepare(struct acme_engine *engine, void *async)
{
	struct acme_req *req = acme_req_of(async);
	struct acme *acme = engine->acme;

	if (req->src == req->dst) {
		dma_unmap_sg(acme->dev, req->src, req->nsrc, DMA_BIDIRECTIONAL);
	} else {
		dma_unmap_sg(acme->dev, req->src, req->nsrc, DMA_TO_DEVICE);
		dma_unmap_sg(acme->dev, req->dst, req->ndst, DMA_FROM_DEVICE);
	}
}
