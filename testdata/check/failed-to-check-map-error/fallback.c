// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_host {
	struct device *dev;
	dma_addr_t bounce;
	u32 length;
	u32 window;
};

static dma_addr_t acme_test_frame;

/* A failed mapping goes the way of a list in several pieces: through the bounce buffer. */
u32 acme_host_start(struct acme_host *host, struct scatterlist *sgl, int nents)
{
	dma_addr_t dma = host->bounce;
	int count;

	count = dma_map_sg(host->dev, sgl, nents, DMA_TO_DEVICE);
	if (count == 1) {
		dma = sg_dma_address(sgl);
		host->length = sg_dma_len(sgl);
	}
	return dma;
}

/* Here the pieces are walked when the mapping failed. */
u32 acme_host_start_all(struct acme_host *host, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int count, i;

	count = dma_map_sg(host->dev, sgl, nents, DMA_TO_DEVICE); //~ failed-to-check-map-error: count
	if (count == 1)
		return sg_dma_address(sgl);
	host->window = sg_dma_address(sgl);
	for_each_sg(sgl, sg, count, i)
		host->length += sg_dma_len(sg);
	return host->window;
}

int acme_test_start(struct acme_host *host, void *frame)
{
	acme_test_frame = dma_map_single(host->dev, frame, 64, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(host->dev, acme_test_frame))
		return -EIO;
	return 0;
}

void acme_test_stop(struct acme_host *host)
{
	dma_unmap_single(host->dev, acme_test_frame, 64, DMA_BIDIRECTIONAL);
}
