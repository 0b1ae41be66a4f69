// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct se_cmd {
	struct scatterlist *t_data_sg;
	unsigned int t_data_nents;
};

struct acme_io {
	struct scatterlist *sg;
	int mapped;
};

static void acme_two(u64 *seg, struct scatterlist *sg)
{
	seg[0] = sg_dma_address(sg);
	sg = sg_next(sg);
	seg[1] = sg_dma_address(sg);
}

static void acme_build_io(struct acme_io *io, u64 *seg)
{
	acme_two(seg, io->sg); //~ assist: it serves two lists
}

static int acme_target(struct device *dev, struct se_cmd *se, u64 *seg)
{
	int n;

	n = dma_map_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
	if (n != 2)
		return -ENOMEM;

	acme_two(seg, se->t_data_sg);

	dma_unmap_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
	return 0;
}
