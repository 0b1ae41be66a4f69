// SPDX-License-Identifier: Apache-2.0
/* A page; the test stands around the call; declarations from long to short. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_fw {
	struct device *dev;
	void __iomem *regs;
	struct page *page;
};

int golden_fw_load(struct golden_fw *fw, unsigned int used)
{
	unsigned int last = used ? used - 1 : 0;
	struct golden_fw *self = fw;
	struct scatterlist sg;
	int tries = 3;
	int ret = 0;

	sg_init_table(&sg, 1);
	sg_set_page(&sg, self->page, used + 8, 16);
	if (!dma_map_sg(self->dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;

	writel(sg_dma_address(&sg) + last, self->regs);
	while (tries--)
		ret |= readl(self->regs);
	dma_unmap_sg(self->dev, &sg, 1, DMA_TO_DEVICE);
	return ret;
}
