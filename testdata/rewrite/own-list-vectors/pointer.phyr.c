// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_code {
	struct scatterlist *list;
	struct dma_vecs vecs;
	u32 entries;
};

struct acme_chip {
	struct device *dev;
	struct acme_code *code;
	__le64 desc[64];
};

static int acme_load(struct acme_chip *chip)
{
	struct acme_code *code = chip->code;
	struct dma_vec *vec;
	int i, mapped;

	mapped = dma_vecs_map_sgl(chip->dev, &code->vecs, code->list,
				  code->entries, DMA_TO_DEVICE, 0);
	if (!mapped)
		return -ENOMEM;
	for_each_dma_vec(code->vecs.vec, vec, mapped, i)
		chip->desc[i] = cpu_to_le64(vec->addr);
	return 0;
}

static void acme_loaded(struct acme_chip *chip)
{
	struct acme_code *code = chip->code;

	dma_vecs_unmap(chip->dev, &code->vecs, DMA_TO_DEVICE, 0);
}
