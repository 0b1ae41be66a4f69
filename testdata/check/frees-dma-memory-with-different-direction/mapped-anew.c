// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_zip {
	struct device *dev;
	struct scatterlist *dst;
};

int acme_zip_run(struct acme_zip *zip);

static int acme_zip_turn_round(struct acme_zip *zip)
{
	dma_unmap_sg(zip->dev, zip->dst, 1, DMA_FROM_DEVICE);
	if (!dma_map_sg(zip->dev, zip->dst, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	return 0;
}

/* What was compressed is read back, for which it is mapped anew. */
int acme_zip_compress(struct acme_zip *zip, bool verify)
{
	int ret;

	if (!dma_map_sg(zip->dev, zip->dst, 1, DMA_FROM_DEVICE))
		return -ENOMEM;
	ret = acme_zip_run(zip);
	if (!ret && verify) {
		ret = acme_zip_turn_round(zip);
		if (ret)
			return ret;
		ret = acme_zip_run(zip);
		dma_unmap_sg(zip->dev, zip->dst, 1, DMA_TO_DEVICE);
		return ret;
	}
	dma_unmap_sg(zip->dev, zip->dst, 1, DMA_FROM_DEVICE);
	return ret;
}
