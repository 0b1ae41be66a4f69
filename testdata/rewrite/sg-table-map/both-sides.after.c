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
	int i;

	if (dma_map_sgtable(xfer->dev, &xfer->sgt, DMA_FROM_DEVICE, 0))
		return -ENOMEM;

	for_each_sgtable_dma_sg(&xfer->sgt, sg, i)
		xfer->regs[i] = sg_dma_address(sg);
	return 0;
}

void golden_done(struct golden_xfer *xfer)
{
	struct scatterlist *sg;
	int i;

	dma_sync_sgtable_for_cpu(xfer->dev, &xfer->sgt, DMA_FROM_DEVICE);
	for_each_sgtable_sg(&xfer->sgt, sg, i)
		print_hex_dump(KERN_DEBUG, "rx ", DUMP_PREFIX_OFFSET, 16, 1,
			       sg_virt(sg), sg_dma_len(sg), 1);
	dma_unmap_sgtable(xfer->dev, &xfer->sgt, DMA_FROM_DEVICE, 0);
}
