// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <crypto/skcipher.h>

static int acme_start(struct device *dev, struct skcipher_request *req, u32 *desc, int nents)
{
	if (!dma_map_sg(dev, req->src, nents, DMA_TO_DEVICE)) //~ assist: surely undoes this mapping
		return -ENOMEM;
	*desc = sg_dma_address(req->src);
	return 0;
}
