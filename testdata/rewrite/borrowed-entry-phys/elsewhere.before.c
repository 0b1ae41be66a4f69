// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct bsg_buffer {
	unsigned int payload_len;
	int sg_cnt;
	struct scatterlist *sg_list;
};

int acme_start(dma_addr_t addr);
int acme_hand_on(struct scatterlist *sg);

static int acme_map(struct device *dev, struct bsg_buffer *buf)
{
	if (!dma_map_sg(dev, buf->sg_list, 1, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	return acme_start(sg_dma_address(buf->sg_list));
}

/* Of several places the first is told, whatever they are. */
static void acme_unmap(struct device *dev, struct bsg_buffer *buf)
{
	acme_start(sg_dma_len(buf->sg_list)); //~ assist: works on the same list
	acme_start(sg_dma_address(buf->sg_list));
	dma_unmap_sg(dev, buf->sg_list, 1, DMA_BIDIRECTIONAL);
}

static int acme_next(struct device *dev, struct scatterlist *sg)
{
	int ret;

	sg = sg_next(sg);
	if (!dma_map_sg(dev, sg, 1, DMA_BIDIRECTIONAL)) //~ assist: 'sg' moves on
		return -ENOMEM;
	ret = acme_start(sg_dma_address(sg));
	dma_unmap_sg(dev, sg, 1, DMA_BIDIRECTIONAL);
	return ret;
}

static int acme_other(struct device *dev, struct scatterlist *sg)
{
	int ret;

	if (!dma_map_sg(dev, sg, 1, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	ret = acme_hand_on(sg); //~ assist: goes to acme_hand_on()
	dma_unmap_sg(dev, sg, 1, DMA_BIDIRECTIONAL);
	return ret;
}
