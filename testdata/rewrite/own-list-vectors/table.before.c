// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_file {
	struct device *dev;
	struct sg_table table;
	unsigned int entries;
	u64 *desc;
};

static int acme_map(struct acme_file *file, enum dma_data_direction dir)
{
	struct scatterlist *sg;
	int i, err;

	err = dma_map_sgtable(file->dev, &file->table, dir, 0);
	if (err)
		return err;
	file->entries = file->table.nents;
	for_each_sgtable_dma_sg(&file->table, sg, i)
		file->desc[i] = sg_dma_address(sg) | sg_dma_len(sg);
	return 0;
}

static void acme_unmap(struct acme_file *file, enum dma_data_direction dir)
{
	dma_unmap_sgtable(file->dev, &file->table, dir, 0);
	sg_free_table(&file->table);
}
