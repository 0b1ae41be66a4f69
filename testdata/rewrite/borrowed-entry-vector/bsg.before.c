// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct bsg_buffer {
	unsigned int payload_len;
	int sg_cnt;
	struct scatterlist *sg_list;
};

static int acme_map(struct device *dev, struct bsg_buffer *buf, dma_addr_t *addr, u32 *len)
{
	if (!dma_map_sg(dev, buf->sg_list, 1, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	*addr = sg_dma_address(buf->sg_list);
	*len = sg_dma_len(buf->sg_list) - 4;
	return 0;
}

static void acme_unmap(struct device *dev, struct bsg_buffer *buf)
{
	dma_unmap_sg(dev, buf->sg_list, 1, DMA_BIDIRECTIONAL);
}
