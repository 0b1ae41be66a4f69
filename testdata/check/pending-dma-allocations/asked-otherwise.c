// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_nand {
	struct device *dev;
	struct scatterlist sg;
};

int acme_nand_start(struct acme_nand *nand);

/* One entry is mapped, or none: any other answer is the failure. */
int acme_nand_xfer(struct acme_nand *nand, void *buf, size_t len)
{
	int res;

	sg_init_one(&nand->sg, buf, len);
	res = dma_map_sg(nand->dev, &nand->sg, 1, DMA_TO_DEVICE);
	if (res != 1)
		return -ENXIO;
	res = acme_nand_start(nand);
	dma_unmap_sg(nand->dev, &nand->sg, 1, DMA_TO_DEVICE);
	return res;
}
