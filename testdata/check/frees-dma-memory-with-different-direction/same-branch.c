// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_req {
	struct scatterlist *src, *dst;
	int src_nents, dst_nents;
};

int acme_start(struct device *dev, struct acme_req *req);

int acme_crypt(struct device *dev, struct acme_req *req)
{
	int ret;

	if (req->src == req->dst) {
		if (!dma_map_sg(dev, req->src, req->src_nents, DMA_BIDIRECTIONAL))
			return -ENOMEM;
	} else {
		if (!dma_map_sg(dev, req->src, req->src_nents, DMA_TO_DEVICE))
			return -ENOMEM;
	}
	ret = acme_start(dev, req);
	if (req->src == req->dst) {
		dma_unmap_sg(dev, req->src, req->src_nents, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_TO_DEVICE for what was mapped with DMA_BIDIRECTIONAL
	} else {
		dma_unmap_sg(dev, req->src, req->src_nents, DMA_TO_DEVICE);
	}
	return ret;
}

int acme_crypt_right(struct device *dev, struct acme_req *req)
{
	int ret;

	if (req->src == req->dst) {
		if (!dma_map_sg(dev, req->src, req->src_nents, DMA_BIDIRECTIONAL))
			return -ENOMEM;
	} else {
		if (!dma_map_sg(dev, req->src, req->src_nents, DMA_TO_DEVICE))
			return -ENOMEM;
	}
	ret = acme_start(dev, req);
	if (req->src == req->dst)
		dma_unmap_sg(dev, req->src, req->src_nents, DMA_BIDIRECTIONAL);
	else
		dma_unmap_sg(dev, req->src, req->src_nents, DMA_TO_DEVICE);
	return ret;
}
