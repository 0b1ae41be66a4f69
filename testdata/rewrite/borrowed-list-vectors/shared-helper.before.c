// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct se_cmd {
	struct scatterlist *t_data_sg;
	unsigned int t_data_nents;
};

struct acme_seg {
	__le64 addr;
	__le32 len;
};

struct acme_io {
	struct scatterlist *sg;
	int mapped;
};

static inline void acme_append(struct acme_seg **seg, struct scatterlist *sg)
{
	put_unaligned_le64(sg_dma_address(sg), &(*seg)->addr);
	put_unaligned_le32(sg_dma_len(sg),     &(*seg)->len);
	(*seg)++;
}

static void acme_build_io(struct acme_io *io, struct acme_seg *seg)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(io->sg, sg, io->mapped, i)
		acme_append(&seg, sg);
}

static int acme_target(struct device *dev, struct se_cmd *se, struct acme_seg *seg)
{
	struct scatterlist *sg;
	int n, i;

	n = dma_map_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;

	for_each_sg(se->t_data_sg, sg, n, i)
		acme_append(&seg, sg);

	dma_unmap_sg(dev, se->t_data_sg, se->t_data_nents, DMA_TO_DEVICE);
	return 0;
}
