// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct bsg_buffer {
	unsigned int payload_len;
	int sg_cnt;
	struct scatterlist *sg_list;
};

static int acme_map(struct device *dev, struct bsg_buffer *buf, dma_addr_t *addr, u32 *len)
{
	if (!dma_vecs_map_sgl(dev, &buf->dma_vecs, buf->sg_list, 1,
			      DMA_BIDIRECTIONAL, 0))
		return -ENOMEM;
	*addr = buf->dma_vecs.vec->addr;
	*len = buf->dma_vecs.vec->len - 4;
	return 0;
}

static void acme_unmap(struct device *dev, struct bsg_buffer *buf)
{
	dma_vecs_unmap(dev, &buf->dma_vecs, DMA_BIDIRECTIONAL, 0);
}
