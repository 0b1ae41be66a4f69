// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_req {
	struct device *dev;
	struct scatterlist *src;
	int nents;
};

int acme_req_post(struct acme_req *req, int count);

/* Fewer entries than were given are mapped all the same. */
int acme_req_all(struct acme_req *req)
{
	int n, ret;

	n = dma_map_sg(req->dev, req->src, req->nents, DMA_TO_DEVICE);
	if (n != req->nents)
		return -EINVAL; //~ pending-dma-allocations: the end of acme_req_all() unmaps it
	ret = acme_req_post(req, n);
	dma_unmap_sg(req->dev, req->src, req->nents, DMA_TO_DEVICE);
	return ret;
}

/* Of one entry there are none or one. */
int acme_req_one(struct acme_req *req)
{
	int n, ret;

	n = dma_map_sg(req->dev, req->src, 1, DMA_TO_DEVICE);
	if (n != 1)
		return -EINVAL;
	ret = acme_req_post(req, n);
	dma_unmap_sg(req->dev, req->src, 1, DMA_TO_DEVICE);
	return ret;
}

int acme_req_merged(struct acme_req *req)
{
	int n, ret = -EINVAL;

	n = dma_map_sg(req->dev, req->src, req->nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	if (n == req->nents)
		ret = acme_req_post(req, n);
	dma_unmap_sg(req->dev, req->src, req->nents, DMA_TO_DEVICE);
	return ret;
}
