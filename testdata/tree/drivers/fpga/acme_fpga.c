// SPDX-License-Identifier: Apache-2.0
/*
 * Acme FPGA manager: streams a bitstream, one mapped segment at a time.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/scatterlist.h>

#define ACME_FPGA_ADDR	0x00
#define ACME_FPGA_LEN	0x08

struct acme_fpga {
	struct device *dev;
	void __iomem *regs;
};

int acme_fpga_wait(struct acme_fpga *fpga);

/* The table comes unmapped, so its nents still counts what was given. */
int acme_fpga_write_sg(struct acme_fpga *fpga, struct sg_table *sgt)
{
	struct scatterlist *sg;
	int i, count, ret = 0;

	count = dma_map_sg(fpga->dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;

	for_each_sg(sgt->sgl, sg, count, i) {
		writeq(sg_dma_address(sg), fpga->regs + ACME_FPGA_ADDR);
		writel(sg_dma_len(sg), fpga->regs + ACME_FPGA_LEN);
		ret = acme_fpga_wait(fpga);
		if (ret)
			break;
	}

	dma_unmap_sg(fpga->dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE);
	return ret;
}
