// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct acme_file {
	struct device *dev;
	struct sg_table table;
	struct dma_vecs vecs;
	unsigned int entries;
	u64 *desc;
};

static int acme_map(struct acme_file *file, enum dma_data_direction dir)
{
	struct dma_vec *vec;
	int i, err;

	err = dma_vecs_map_sgtable(file->dev, &file->vecs, &file->table, dir,
				   0);
	if (err)
		return err;
	file->entries = file->vecs.nr;
	for_each_dma_vec(file->vecs.vec, vec, file->vecs.nr, i)
		file->desc[i] = vec->addr | vec->len;
	return 0;
}

static void acme_unmap(struct acme_file *file, enum dma_data_direction dir)
{
	dma_vecs_unmap(file->dev, &file->vecs, dir, 0);
	sg_free_table(&file->table);
}
