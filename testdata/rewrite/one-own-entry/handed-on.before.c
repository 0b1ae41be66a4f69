// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

int golden_queue(struct scatterlist *sg, unsigned int n);

int golden_send(struct device *dev, void *buf, unsigned int len)
{
	struct scatterlist sg;
	int ret;

	sg_init_one(&sg, buf, len);
	if (!dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	ret = golden_queue(&sg, 1); //~ assist: golden_queue() takes the entry
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return ret;
}
