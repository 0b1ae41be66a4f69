// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct se_cmd {
	struct scatterlist *t_data_sg;
	unsigned int t_data_nents;
};

static int acme_target_map(struct device *dev, struct se_cmd *se, u64 *desc)
{
	struct scatterlist *sg = se->t_data_sg;
	int i, n;

	n = dma_map_sg(dev, sg, se->t_data_nents, DMA_TO_DEVICE);
	if (n == 0)
		return -ENOMEM;
	for (i = 0; i < n; i++)
		desc[i] = sg_dma_address(&se->t_data_sg[i]);
	return n;
}

static void acme_target_unmap(struct device *dev, struct se_cmd *se)
{
	dma_unmap_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
}
