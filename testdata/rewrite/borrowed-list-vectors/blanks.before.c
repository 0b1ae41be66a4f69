// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct se_cmd {
	struct scatterlist *t_data_sg;
	unsigned int t_data_nents;
};

static int acme_target(struct device *dev, struct se_cmd *se, u32 *desc)
{
	int n;

	n = dma_map_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
        if (!n)
                return -ENOMEM;
        *desc = cpu_to_le32(sg_dma_len
            (se->t_data_sg));

	dma_unmap_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
	return 0;
}
