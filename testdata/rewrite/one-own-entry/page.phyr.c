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
	struct dma_vec vec;
	struct phyr in;
	int tries = 3;
	int ret = 0;

	in.start = page_to_phys(self->page) + 16;
	in.len = used + 8;
	if (dma_map_phyr(self->dev, &in, &vec, DMA_TO_DEVICE, 0))
		return -ENOMEM;

	writel(vec.addr + last, self->regs);
	while (tries--)
		ret |= readl(self->regs);
	dma_unmap_vecs(self->dev, &vec, 1, DMA_TO_DEVICE, 0);
	return ret;
}
