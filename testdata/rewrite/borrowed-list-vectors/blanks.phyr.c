// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct se_cmd {
	struct scatterlist *t_data_sg;
	unsigned int t_data_nents;
};

static int acme_target(struct device *dev, struct se_cmd *se, u32 *desc)
{
	int n;

	n = dma_vecs_map_sgl(dev, &se->dma_vecs, se->t_data_sg,
			     se->t_data_nents, DMA_TO_DEVICE, 0);
        if (!n)
                return -ENOMEM;
	*desc = cpu_to_le32(se->dma_vecs.vec->len);

	dma_vecs_unmap(dev, &se->dma_vecs, DMA_TO_DEVICE, 0);
	return 0;
}
