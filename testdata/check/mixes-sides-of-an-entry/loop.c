// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_bd {
	u64 addr;
	u32 len;
};

struct acme_sdc {
	struct device *dev;
	struct acme_bd bd[32];
};

int acme_sdc_fill(struct acme_sdc *sdc, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(sdc->dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i) {
		sdc->bd[i].addr = sg_dma_address(sg);
		sdc->bd[i].len = sg->length; //~ mixes-sides-of-an-entry: sg->length
	}
	return 0;
}

/* The CPU side is only told about. */
int acme_sdc_trace(struct acme_sdc *sdc, struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(sdc->dev, sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	for_each_sg(sgl, sg, n, i) {
		sdc->bd[i].addr = sg_dma_address(sg);
		sdc->bd[i].len = sg_dma_len(sg);
		dev_dbg(sdc->dev, "entry %d of %u bytes\n", i, sg->length);
	}
	return 0;
}

/* Filled in another function than it is mapped in. */
struct acme_fw {
	struct scatterlist *sgl;
	int mapped;
};

int acme_fw_map(struct acme_sdc *sdc, struct acme_fw *fw, int nents)
{
	fw->mapped = dma_map_sg(sdc->dev, fw->sgl, nents, DMA_TO_DEVICE);
	return fw->mapped ? 0 : -ENOMEM;
}

void acme_fw_fill(struct acme_sdc *sdc, struct acme_fw *fw)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(fw->sgl, sg, fw->mapped, i) {
		sdc->bd[i].addr = sg_dma_address(sg);
		sdc->bd[i].len = sg->length; //~ mixes-sides-of-an-entry: sg->length
	}
}

void acme_fw_fill_right(struct acme_sdc *sdc, struct acme_fw *fw)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(fw->sgl, sg, fw->mapped, i) {
		sdc->bd[i].addr = sg_dma_address(sg);
		sdc->bd[i].len = sg_dma_len(sg);
	}
}
