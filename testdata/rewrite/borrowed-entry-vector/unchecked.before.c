// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct bsg_buffer {
	struct scatterlist *sg_list;
};

static void acme_map(struct device *dev, struct bsg_buffer *buf, dma_addr_t *addr)
{
	dma_map_sg(dev, buf->sg_list, 1, DMA_BIDIRECTIONAL); //~ refuse: never checked
	*addr = sg_dma_address(buf->sg_list);
	dma_unmap_sg(dev, buf->sg_list, 1, DMA_BIDIRECTIONAL);
}
