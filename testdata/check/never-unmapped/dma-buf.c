// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/slab.h>

struct acme_frame {
	struct sg_table sgt;
};

struct sg_table *acme_frame_table(struct acme_frame *frame);

/* The importer is given the table, and gives it back to be unmapped here. */
static struct sg_table *acme_frame_map(struct dma_buf_attachment *attach, enum dma_data_direction dir)
{
	struct sg_table *sgt = acme_frame_table(attach->dmabuf->priv);
	int ret;

	ret = dma_map_sgtable(attach->dev, sgt, dir, 0); //~ never-unmapped: dma_map_sgtable()
	if (ret)
		return ERR_PTR(ret);
	return sgt;
}

static void acme_frame_unmap(struct dma_buf_attachment *attach, struct sg_table *sgt,
			     enum dma_data_direction dir)
{
	sg_free_table(sgt);
	kfree(sgt);
}

static const struct dma_buf_ops acme_frame_ops = {
	.map_dma_buf = acme_frame_map,
	.unmap_dma_buf = acme_frame_unmap,
};
