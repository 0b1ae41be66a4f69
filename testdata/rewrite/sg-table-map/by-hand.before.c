// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden_msg {
	struct device *dev;
	struct sg_table sgt;
};

void golden_msg_reset(struct golden_msg *m)
{
	m->sgt.nents = 0; //~ refuse: nents is set by hand
}

int golden_msg_map(struct golden_msg *m)
{
	if (!dma_map_sg(m->dev, m->sgt.sgl, m->sgt.nents, DMA_TO_DEVICE))
		return -ENOMEM;
	return 0;
}

void golden_msg_unmap(struct golden_msg *m)
{
	dma_unmap_sg(m->dev, m->sgt.sgl, m->sgt.nents, DMA_TO_DEVICE);
}
