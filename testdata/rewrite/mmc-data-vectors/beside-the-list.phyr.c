// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/mmc/core.h>

struct acme_host {
	struct device *dev;
	u32 addr[16];
};

static int acme_pre_req(struct acme_host *host, struct mmc_data *data)
{
	struct dma_vec *vec;
	int i;

	data->sg_count = dma_vecs_map_sgl(host->dev, &data->dma_vecs, data->sg,
					  data->sg_len, mmc_get_dma_dir(data),
					  0);
	if (!data->sg_count)
		return -EINVAL;

	for_each_dma_vec(data->dma_vecs.vec, vec, data->sg_count, i)
		host->addr[i] = vec->addr;
	return 0;
}

static void acme_post_req(struct acme_host *host, struct mmc_data *data)
{
	dma_vecs_unmap(host->dev, &data->dma_vecs, mmc_get_dma_dir(data), 0);
}
