// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_req {
	struct scatterlist *sg;
	unsigned int sg_len;
};

struct acme_host {
	struct device *dev;
	unsigned int sg_len;
};

int acme_host_go(struct acme_host *host, struct acme_req *req)
{
	host->sg_len = dma_map_sg(host->dev, req->sg, req->sg_len, DMA_TO_DEVICE);
	return host->sg_len ? 0 : -ENOMEM;
}

/* Two structs, one field name. */
void acme_host_done(struct acme_host *host, struct acme_req *req)
{
	dma_unmap_sg(host->dev, req->sg, req->sg_len, DMA_TO_DEVICE);
}
