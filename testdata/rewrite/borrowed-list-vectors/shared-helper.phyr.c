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

static inline void acme_append(struct acme_seg **seg, dma_addr_t dma_addr, unsigned int dma_len)
{
	put_unaligned_le64(dma_addr, &(*seg)->addr);
	put_unaligned_le32(dma_len, &(*seg)->len);
	(*seg)++;
}

static void acme_build_io(struct acme_io *io, struct acme_seg *seg)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(io->sg, sg, io->mapped, i)
		acme_append(&seg, sg_dma_address(sg), sg_dma_len(sg));
}

static int acme_target(struct device *dev, struct se_cmd *se, struct acme_seg *seg)
{
	struct dma_vec *vec;
	int n, i;

	n = dma_vecs_map_sgl(dev, &se->dma_vecs, se->t_data_sg,
			     se->t_data_nents, DMA_TO_DEVICE, 0);
	if (!n)
		return -ENOMEM;

	for_each_dma_vec(se->dma_vecs.vec, vec, n, i)
		acme_append(&seg, vec->addr, vec->len);

	dma_vecs_unmap(dev, &se->dma_vecs, DMA_TO_DEVICE, 0);
	return 0;
}
