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
	unsigned int dma_len;
	dma_addr_t dma_addr;
	int tries = 3;
	int ret = 0;

	dma_len = used + 8;
	dma_addr = dma_map_page(self->dev, self->page, 16, dma_len,
				DMA_TO_DEVICE);
	if (dma_mapping_error(self->dev, dma_addr))
		return -ENOMEM;

	writel(dma_addr + last, self->regs);
	while (tries--)
		ret |= readl(self->regs);
	dma_unmap_page(self->dev, dma_addr, dma_len, DMA_TO_DEVICE);
	return ret;
}
