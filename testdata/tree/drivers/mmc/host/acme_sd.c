// SPDX-License-Identifier: Apache-2.0
/*
 * Acme SD host: fills its own descriptors from the request's list.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/mmc/core.h>

#define ACME_SD_DESCS	128
#define ACME_SD_OWN	BIT(31)

struct acme_sd_desc {
	__le32 ctrl;
	__le32 len;
	__le32 addr;
	__le32 reserved;
};

struct acme_sd {
	struct device *dev;
	void __iomem *regs;
	struct acme_sd_desc *descs;
};

int acme_sd_prepare(struct acme_sd *host, struct mmc_data *data)
{
	struct scatterlist *sg;
	int count, i;

	count = dma_map_sg(host->dev, data->sg, data->sg_len,
			   mmc_get_dma_dir(data));
	if (!count)
		return -EINVAL;
	if (count > ACME_SD_DESCS) {
		dma_unmap_sg(host->dev, data->sg, data->sg_len,
			     mmc_get_dma_dir(data));
		return -ENOSPC;
	}

	for_each_sg(data->sg, sg, count, i) {
		host->descs[i].addr = cpu_to_le32(sg_dma_address(sg));
		host->descs[i].len = cpu_to_le32(sg_dma_len(sg));
		host->descs[i].ctrl = cpu_to_le32(ACME_SD_OWN);
	}
	data->sg_count = count;
	return 0;
}

void acme_sd_finish(struct acme_sd *host, struct mmc_data *data)
{
	dma_unmap_sg(host->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
	data->sg_count = 0;
	if (!data->error)
		data->bytes_xfered = data->blocks * data->blksz;
}
