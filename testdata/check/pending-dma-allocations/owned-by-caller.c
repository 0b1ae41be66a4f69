// SPDX-License-Identifier: Apache-2.0
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_req {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
	dma_addr_t in;
	dma_addr_t out;
	struct completion done;
};

int acme_req_post(struct acme_req *req);
void acme_desc_add(struct acme_req *req, dma_addr_t addr);

/* The caller undoes both when this fails. */
static int acme_req_map(struct acme_req *req, void *in, void *out, size_t len)
{
	req->in = dma_map_single(req->dev, in, len, DMA_TO_DEVICE);
	if (dma_mapping_error(req->dev, req->in)) {
		req->in = 0;
		return -ENOMEM;
	}
	req->out = dma_map_single(req->dev, out, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(req->dev, req->out)) {
		req->out = 0;
		return -ENOMEM;
	}
	return 0;
}

static void acme_req_unmap(struct acme_req *req, size_t len)
{
	if (req->in)
		dma_unmap_single(req->dev, req->in, len, DMA_TO_DEVICE);
	if (req->out)
		dma_unmap_single(req->dev, req->out, len, DMA_FROM_DEVICE);
}

int acme_req_run(struct acme_req *req, void *in, void *out, size_t len)
{
	int ret;

	ret = acme_req_map(req, in, out, len);
	if (ret)
		goto unmap;
	ret = acme_req_post(req);
	if (ret && ret != -EINPROGRESS)
		goto unmap;
	return ret;
unmap:
	acme_req_unmap(req, len);
	return ret;
}

/* 0 stands for a buffer that is not mapped. */
int acme_key_set(struct acme_req *req, void *key, size_t len)
{
	dma_addr_t dma = 0;
	int ret;

	if (len) {
		dma = dma_map_single(req->dev, key, len, DMA_TO_DEVICE);
		if (dma_mapping_error(req->dev, dma))
			return -ENOMEM;
	}
	ret = acme_req_post(req);
	if (dma)
		dma_unmap_single(req->dev, dma, len, DMA_TO_DEVICE);
	return ret;
}

/* The device may still write: what timed out stays mapped on purpose. */
int acme_mbox_send(struct acme_req *req, void *msg, size_t len)
{
	dma_addr_t dma;
	int err;

	dma = dma_map_single(req->dev, msg, len, DMA_TO_DEVICE);
	if (dma_mapping_error(req->dev, dma))
		return -ENOMEM;
	acme_desc_add(req, dma);
	err = -ETIMEDOUT;
	if (wait_for_completion_timeout(&req->done, 100))
		err = 0;
	if (!err)
		dma_unmap_single(req->dev, dma, len, DMA_TO_DEVICE);
	return err;
}
