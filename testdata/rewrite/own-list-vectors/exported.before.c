// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>

struct acme_buffer {
	struct page **pages;
	unsigned int npages;
};

/* Whoever imports the buffer unmaps it, through another operation. */
static struct sg_table *acme_map_dma_buf(struct dma_buf_attachment *at, enum dma_data_direction dir)
{
	struct acme_buffer *buf = at->dmabuf->priv;
	struct sg_table *sgt = kzalloc(sizeof(*sgt), GFP_KERNEL);

	if (!sgt)
		return NULL;
	if (sg_alloc_table_from_pages(sgt, buf->pages, buf->npages, 0, buf->npages * 4096, GFP_KERNEL))
		goto free;
	if (dma_map_sgtable(at->dev, sgt, dir, 0))
		goto free_table;
	return sgt; //~ refuse: the table is returned to the caller, as map_dma_buf() has to

free_table:
	sg_free_table(sgt);
free:
	kfree(sgt);
	return NULL;
}
