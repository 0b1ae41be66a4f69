// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/mmc/core.h>

struct acme_host {
	struct device *dev;
	u32 addr[16];
};

static int acme_pre_req(struct acme_host *host, struct mmc_data *data)
{
	struct scatterlist *sg;
	int i;

	data->sg_count = dma_map_sg(host->dev, data->sg, data->sg_len,
				    mmc_get_dma_dir(data));
	if (!data->sg_count)
		return -EINVAL;

	for_each_sg(data->sg, sg, data->sg_count, i)
		host->addr[i] = sg_dma_address(sg);
	return 0;
}

static void acme_post_req(struct acme_host *host, struct mmc_data *data)
{
	dma_unmap_sg(host->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
}
