// SPDX-License-Identifier: Apache-2.0
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

struct acme_desc {
	u32 addr;
	u32 len;
};

static int acme_cipher(struct device *dev, struct skcipher_request *req,
		       struct acme_desc *src, struct acme_desc *dst, int ns, int nd)
{
	struct scatterlist *sg;
	unsigned int todo, len;
	int nr_src, nr_dst;
	int err = 0;
	int i;

	nr_src = dma_map_sg(dev, req->src, ns, DMA_TO_DEVICE);
	if (!nr_src)
		return -ENOMEM;
	nr_dst = dma_map_sg(dev, req->dst, nd, DMA_FROM_DEVICE);
	if (!nr_dst) {
		err = -ENOMEM;
		goto unmap_src;
	}

	len = req->cryptlen;
	i = 0;
	sg = req->src;
	while (i < nr_src && sg && len) {
		src[i].addr = sg_dma_address(sg);
		todo = min(len, sg_dma_len(sg));
		src[i].len = todo;
		dev_dbg(dev, "%s total=%u SG(%d %u off=%d) todo=%u\n", __func__,
			req->cryptlen, i, src[i].len, sg->offset, todo);
		len -= todo;
		i++;
		sg = sg_next(sg);
	}

	len = req->cryptlen;
	i = 0;
	sg = req->dst;
	while (i < nr_dst && sg && len) {
		dst[i].addr = sg_dma_address(sg);
		todo = min(len, sg_dma_len(sg));
		dst[i].len = todo;
		dev_dbg(dev, "%d: %u, off:%d\n", i, todo, sg->offset);
		len -= todo;
		i++;
		sg = sg_next(sg);
	}

	dma_unmap_sg(dev, req->dst, nd, DMA_FROM_DEVICE);
unmap_src:
	dma_unmap_sg(dev, req->src, ns, DMA_TO_DEVICE);
	return err;
}
