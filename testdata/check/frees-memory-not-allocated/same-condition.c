// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_req {
	struct scatterlist *src;
	struct scatterlist *dst;
	int nents;
};

/* The label unmaps under the condition that was mapped under: the second list with it. */
int acme_two(struct device *dev, struct acme_req *req)
{
	int ret = 0;
	int in;
	int out;

	if (req->src == req->dst) {
		in = dma_map_sg(dev, req->src, req->nents, DMA_BIDIRECTIONAL);
		if (!in)
			return -ENOMEM;
		out = in;
	} else {
		in = dma_map_sg(dev, req->src, req->nents, DMA_TO_DEVICE);
		if (!in)
			return -ENOMEM;
		out = dma_map_sg(dev, req->dst, req->nents, DMA_FROM_DEVICE);
		if (!out) {
			ret = -ENOMEM;
			goto unmap;
		}
	}
	ret = acme_crypt(dev, req->src, in, req->dst, out);
unmap:
	if (req->src == req->dst) {
		dma_unmap_sg(dev, req->src, req->nents, DMA_BIDIRECTIONAL);
	} else {
		dma_unmap_sg(dev, req->src, req->nents, DMA_TO_DEVICE);
		dma_unmap_sg(dev, req->dst, req->nents, DMA_FROM_DEVICE); //~ frees-memory-not-allocated: is reached when dma_map_sg() failed
	}
	return ret;
}

/* Mapped if there is a buffer, unmapped if there is one. */
int acme_maybe(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr;
	int ret;

	if (buf) {
		addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			return -ENOMEM;
	}
	ret = acme_start(dev);
	if (buf)
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	return ret;
}
