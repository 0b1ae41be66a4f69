// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_import {
	struct device *dev;
	struct sg_table *table;
	u64 size;
};

/* The exporter maps the table. */
int acme_import_attach(struct acme_import *imp, struct dma_buf_attachment *attach)
{
	struct scatterlist *sg;
	int i;

	imp->table = dma_buf_map_attachment(attach, DMA_BIDIRECTIONAL);
	if (IS_ERR(imp->table))
		return PTR_ERR(imp->table);
	for_each_sg(imp->table->sgl, sg, imp->table->orig_nents, i) //~ walks-sg-list-with-different-entry-count: of the CPU side
		imp->size += sg_dma_len(sg);
	return 0;
}

int acme_import_attach_right(struct acme_import *imp, struct dma_buf_attachment *attach)
{
	struct scatterlist *sg;
	int i;

	imp->table = dma_buf_map_attachment(attach, DMA_BIDIRECTIONAL);
	if (IS_ERR(imp->table))
		return PTR_ERR(imp->table);
	for_each_sg(imp->table->sgl, sg, imp->table->nents, i)
		imp->size += sg_dma_len(sg);
	return 0;
}

/* Entries without an address end the walk. */
int acme_import_attach_guarded(struct acme_import *imp, struct dma_buf_attachment *attach)
{
	struct scatterlist *sg;
	int i;

	imp->table = dma_buf_map_attachment(attach, DMA_BIDIRECTIONAL);
	if (IS_ERR(imp->table))
		return PTR_ERR(imp->table);
	for_each_sgtable_sg(imp->table, sg, i) {
		if (!sg_dma_len(sg))
			break;
		imp->size += sg_dma_len(sg);
	}
	return 0;
}

/* The pages are of the CPU side, and so is the count. */
int acme_import_pages(struct acme_import *imp, struct page **pages)
{
	struct scatterlist *sg;
	int i;

	dma_sync_sgtable_for_cpu(imp->dev, imp->table, DMA_BIDIRECTIONAL);
	for_each_sgtable_sg(imp->table, sg, i)
		pages[i] = sg_page(sg);
	return 0;
}
