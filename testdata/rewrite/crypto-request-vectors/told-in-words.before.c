// SPDX-License-Identifier: Apache-2.0
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_run(struct device *dev, struct skcipher_request *req, u32 *desc, int nents)
{
	struct scatterlist *sg;
	int n, i;

	n = dma_map_sg(dev, req->src, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;

	for_each_sg(req->src, sg, n, i) {
		*desc++ = sg_dma_address(sg);
		dev_dbg(dev, "entry %d starts at %d of its page\n", i, sg->offset); //~ refuse: through one pointer
	}

	dma_unmap_sg(dev, req->src, nents, DMA_TO_DEVICE);
	return 0;
}
