// SPDX-License-Identifier: Apache-2.0
/*
 * Acme video capture: one descriptor for each mapped segment of a frame.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/scatterlist.h>

#define ACME_VCAP_DESCS		64
#define ACME_VCAP_LAST		BIT(31)

struct acme_vcap_desc {
	__le32 addr_lo;
	__le32 addr_hi;
	__le32 len;
	__le32 ctrl;
};

struct acme_vcap {
	struct device *dev;
	void __iomem *regs;
	struct acme_vcap_desc *descs;
	dma_addr_t descs_dma;
};

/* The frame stays mapped until acme_vcap_stop(). */
int acme_vcap_start(struct acme_vcap *cap, struct sg_table *frame)
{
	struct scatterlist *sg;
	unsigned int i;
	int count;

	count = dma_map_sg(cap->dev, frame->sgl, frame->orig_nents,
			   DMA_FROM_DEVICE);
	if (count == 0)
		return -EIO;
	if (count > ACME_VCAP_DESCS) {
		dma_unmap_sg(cap->dev, frame->sgl, frame->orig_nents,
			     DMA_FROM_DEVICE);
		return -ENOSPC;
	}
	frame->nents = count;

	for_each_sg(frame->sgl, sg, count, i) {
		struct acme_vcap_desc *d = &cap->descs[i];

		d->addr_lo = cpu_to_le32(lower_32_bits(sg_dma_address(sg)));
		d->addr_hi = cpu_to_le32(upper_32_bits(sg_dma_address(sg)));
		d->len = cpu_to_le32(sg_dma_len(sg));
		d->ctrl = 0;
	}
	cap->descs[count - 1].ctrl = cpu_to_le32(ACME_VCAP_LAST);

	writeq(cap->descs_dma, cap->regs);
	writel(count, cap->regs + 8);
	return 0;
}

void acme_vcap_stop(struct acme_vcap *cap, struct sg_table *frame)
{
	writel(0, cap->regs + 8);
	dma_unmap_sg(cap->dev, frame->sgl, frame->orig_nents, DMA_FROM_DEVICE);
}
