// SPDX-License-Identifier: Apache-2.0
/* A dump reads the DMA length beside the CPU address: it comes by all that the CPU filled. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/printk.h>

struct golden_xfer {
	struct device *dev;
	struct sg_table sgt;
	u32 *regs;
};

int golden_start(struct golden_xfer *xfer)
{
	struct scatterlist *sg;
	int mapped;
	int i;

	mapped = dma_map_sg(xfer->dev, xfer->sgt.sgl, xfer->sgt.nents,
			    DMA_FROM_DEVICE);
	if (!mapped)
		return -ENOMEM;

	for_each_sg(xfer->sgt.sgl, sg, mapped, i)
		xfer->regs[i] = sg_dma_address(sg);
	return 0;
}

void golden_done(struct golden_xfer *xfer)
{
	struct scatterlist *sg;
	int i;

	dma_sync_sg_for_cpu(xfer->dev, xfer->sgt.sgl, xfer->sgt.nents,
			    DMA_FROM_DEVICE);
	for_each_sg(xfer->sgt.sgl, sg, xfer->sgt.nents, i)
		print_hex_dump(KERN_DEBUG, "rx ", DUMP_PREFIX_OFFSET, 16, 1,
			       sg_virt(sg), sg_dma_len(sg), 1);
	dma_unmap_sg(xfer->dev, xfer->sgt.sgl, xfer->sgt.nents, DMA_FROM_DEVICE);
}
