// SPDX-License-Identifier: Apache-2.0
/*
 * Acme GPU: exports a buffer object as a dma-buf.
 */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct acme_export {
	struct page **pages;
	unsigned int page_count;
};

/* The importer gets the table itself, so its type is the contract. */
static struct sg_table *acme_map_dma_buf(struct dma_buf_attachment *attach,
					 enum dma_data_direction dir)
{
	struct acme_export *exp = attach->dmabuf->priv;
	struct sg_table *sgt;
	int ret;

	sgt = kzalloc(sizeof(*sgt), GFP_KERNEL);
	if (!sgt)
		return ERR_PTR(-ENOMEM);

	ret = sg_alloc_table_from_pages(sgt, exp->pages, exp->page_count, 0,
					attach->dmabuf->size, GFP_KERNEL);
	if (ret)
		goto err_free;

	ret = dma_map_sgtable(attach->dev, sgt, dir, 0);
	if (ret)
		goto err_free_table;

	return sgt;

err_free_table:
	sg_free_table(sgt);
err_free:
	kfree(sgt);
	return ERR_PTR(ret);
}

static void acme_unmap_dma_buf(struct dma_buf_attachment *attach,
			       struct sg_table *sgt,
			       enum dma_data_direction dir)
{
	dma_unmap_sgtable(attach->dev, sgt, dir, 0);
	sg_free_table(sgt);
	kfree(sgt);
}

static void acme_release(struct dma_buf *dmabuf)
{
	kfree(dmabuf->priv);
}

const struct dma_buf_ops acme_dma_buf_ops = {
	.map_dma_buf = acme_map_dma_buf,
	.unmap_dma_buf = acme_unmap_dma_buf,
	.release = acme_release,
};
