// SPDX-License-Identifier: Apache-2.0
/*
 * Acme eMMC host: the older core, with its descriptors in registers.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/mmc/core.h>

#define ACME_EMMC_ADDR(i)	(0x100 + (i) * 8)
#define ACME_EMMC_LEN(i)	(0x104 + (i) * 8)
#define ACME_EMMC_COUNT		0x80

struct acme_emmc {
	struct device *dev;
	void __iomem *regs;
};

int acme_emmc_start(struct acme_emmc *host, struct mmc_data *data)
{
	struct scatterlist *sg;
	int count, i;

	count = dma_map_sg(host->dev, data->sg, data->sg_len,
			   mmc_get_dma_dir(data));
	if (!count)
		return -EIO;

	for_each_sg(data->sg, sg, data->sg_len, i) { //~ walks-sg-list-with-different-entry-count: data->sg_len
		writel(sg_dma_address(sg), host->regs + ACME_EMMC_ADDR(i));
		writel(sg_dma_len(sg), host->regs + ACME_EMMC_LEN(i));
	}
	writel(count, host->regs + ACME_EMMC_COUNT);
	return 0;
}

void acme_emmc_done(struct acme_emmc *host, struct mmc_data *data)
{
	dma_unmap_sg(host->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
}
