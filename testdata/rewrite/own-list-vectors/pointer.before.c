// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_code {
	struct scatterlist *list;
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
	struct scatterlist *sg;
	int i, mapped;

	mapped = dma_map_sg(chip->dev, code->list, code->entries, DMA_TO_DEVICE);
	if (!mapped)
		return -ENOMEM;
	for_each_sg(code->list, sg, mapped, i)
		chip->desc[i] = cpu_to_le64(sg_dma_address(sg));
	return 0;
}

static void acme_loaded(struct acme_chip *chip)
{
	struct acme_code *code = chip->code;

	dma_unmap_sg(chip->dev, code->list, code->entries, DMA_TO_DEVICE);
}
