// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_req {
	struct scatterlist *src;
	int nents;
};

static bool acme_is_odd(struct acme_req *req)
{
	return sg_dma_len(req->src) & 1; //~ reads-outputs-before-mapping: is read before acme_start() maps the list
}

static u32 acme_first(struct acme_req *req)
{
	return sg_dma_len(req->src);
}

int acme_start(struct device *dev, struct acme_req *req)
{
	int count;

	if (acme_is_odd(req))
		return -EINVAL;
	count = dma_map_sg(dev, req->src, req->nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	acme_run(dev, sg_dma_address(req->src), acme_first(req));
	dma_unmap_sg(dev, req->src, req->nents, DMA_TO_DEVICE);
	return 0;
}
