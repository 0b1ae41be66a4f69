// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/slab.h>

struct sg_table *acme_clip_table(void *clip);

static struct sg_table *acme_clip_map(struct dma_buf_attachment *attach, enum dma_data_direction dir)
{
	struct sg_table *sgt = acme_clip_table(attach->dmabuf->priv);
	int ret;

	ret = dma_map_sgtable(attach->dev, sgt, dir, 0);
	if (ret)
		return ERR_PTR(ret);
	return sgt;
}

static void acme_clip_unmap(struct dma_buf_attachment *attach, struct sg_table *sgt,
			    enum dma_data_direction dir)
{
	dma_unmap_sgtable(attach->dev, sgt, dir, 0);
	sg_free_table(sgt);
	kfree(sgt);
}

static const struct dma_buf_ops acme_clip_ops = {
	.map_dma_buf = acme_clip_map,
	.unmap_dma_buf = acme_clip_unmap,
};
