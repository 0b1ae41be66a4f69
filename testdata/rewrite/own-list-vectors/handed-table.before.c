// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

void acme_bind(struct sg_table *table);

static int acme_map(struct device *dev, struct page **pages, unsigned int n)
{
	struct sg_table table;
	int err;

	err = sg_alloc_table_from_pages(&table, pages, n, 0, n << PAGE_SHIFT, GFP_KERNEL);
	if (err)
		return err;
	err = dma_map_sgtable(dev, &table, DMA_TO_DEVICE, 0);
	if (err)
		goto out;
	acme_bind(&table); //~ assist: acme_bind()
	dma_unmap_sgtable(dev, &table, DMA_TO_DEVICE, 0);
out:
	sg_free_table(&table);
	return err;
}
