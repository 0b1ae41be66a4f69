// SPDX-License-Identifier: GPL-2.0
/*
 * DMA mapping with the out side apart from the in side: struct phyr or a
 * scatterlist goes in, struct dma_vec comes out.
 */
#include <linux/dma-mapping.h>
#include <linux/dma-vec.h>
#include <linux/export.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

/**
 * dma_map_phyr - map one physical range
 * @dev: device that will use the range
 * @in: what to map
 * @out: what the device sees, valid when 0 is returned
 * @dir: direction of the transfer
 * @attrs: DMA_ATTR_* flags
 *
 * The range must be memory that has a struct page and is not peer to peer
 * memory. Unmap @out with dma_unmap_vecs().
 *
 * Return: 0 or a negative error code.
 */
int dma_map_phyr(struct device *dev, const struct phyr *in,
		 struct dma_vec *out, enum dma_data_direction dir,
		 unsigned long attrs)
{
	dma_addr_t addr;

	addr = @MAP@;
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;

	out->addr = addr;
	out->len = in->len;
	return 0;
}
EXPORT_SYMBOL_GPL(dma_map_phyr);

/**
 * dma_unmap_vecs - unmap vectors that stand for themselves
 * @dev: device that the vectors were mapped for
 * @vecs: the vectors, each as it was returned
 * @n: number of vectors
 * @dir: direction they were mapped with
 * @attrs: DMA_ATTR_* flags they were mapped with
 *
 * For vectors of dma_map_phyr() and dma_map_sgl_to_vecs().
 */
void dma_unmap_vecs(struct device *dev, const struct dma_vec *vecs,
		    unsigned int n, enum dma_data_direction dir,
		    unsigned long attrs)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		@UNMAP@;
}
EXPORT_SYMBOL_GPL(dma_unmap_vecs);

/**
 * dma_map_sgl_to_vecs - map a list into an array of vectors
 * @dev: device that will use the vectors
 * @sgl: the list; nothing is written to it
 * @nents: number of its entries
 * @out: where the vectors go
 * @max: number of vectors that there is room for
 * @dir: direction of the transfer
 * @attrs: DMA_ATTR_* flags
 *
 * Entries that follow on in memory become one vector as far as the device's
 * limit for a segment allows. Each vector is mapped for itself, so that
 * dma_unmap_vecs() needs nothing but the vectors; struct dma_batch is cheaper
 * behind an IOMMU. Peer to peer memory is refused.
 *
 * Return: the number of vectors, -ENOSPC when @max is too small, or another
 * negative error code.
 */
int dma_map_sgl_to_vecs(struct device *dev, struct scatterlist *sgl,
			unsigned int nents, struct dma_vec *out,
			unsigned int max, enum dma_data_direction dir,
			unsigned long attrs)
{
	unsigned int max_seg = dma_get_max_seg_size(dev);
	struct scatterlist *sg = sgl;
	unsigned int i = 0, n = 0;
	int ret = -ENOSPC;

	while (i < nents) {
		struct phyr in = { .start = sg_phys(sg), .len = sg->length };

		if (n == max)
			goto err_unmap;
		if (is_pci_p2pdma_page(sg_page(sg))) {
			ret = -EREMOTEIO;
			goto err_unmap;
		}
		sg = sg_next(sg);
		i++;
		while (i < nents && sg_phys(sg) == in.start + in.len &&
		       !is_pci_p2pdma_page(sg_page(sg)) &&
		       in.len + sg->length <= max_seg) {
			in.len += sg->length;
			sg = sg_next(sg);
			i++;
		}
		ret = dma_map_phyr(dev, &in, &out[n], dir, attrs);
		if (ret)
			goto err_unmap;
		n++;
		ret = -ENOSPC;
	}
	return n;

err_unmap:
	dma_unmap_vecs(dev, out, n, dir, attrs);
	return ret;
}
EXPORT_SYMBOL_GPL(dma_map_sgl_to_vecs);

static struct dma_vec *dma_vecs_alloc(struct dma_vecs *vecs, unsigned int nents)
{
	vecs->nr = 0;
	if (nents <= 1)
		return &vecs->single;
	return kmalloc_array(nents, sizeof(*vecs->vec),
			     GFP_ATOMIC | __GFP_NOWARN);
}

/* copies what mapping a list has left in it; what lies behind is no address */
static void dma_vecs_fill(struct dma_vecs *vecs, struct dma_vec *vec,
			  struct scatterlist *sgl, unsigned int nents,
			  unsigned int nr)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgl, sg, nr, i) {
		vec[i].addr = sg_dma_address(sg);
		vec[i].len = sg_dma_len(sg);
	}
	for (i = nr; i < nents; i++) {
		vec[i].addr = DMA_MAPPING_ERROR;
		vec[i].len = 0;
	}
	vecs->vec = vec;
	vecs->nr = nr;
	vecs->nents = nents;
	vecs->sgl = sgl;
}

/**
 * dma_vecs_map_sgl - map a list and keep its out side apart
 * @dev: device that will use the vectors
 * @vecs: what the device sees
 * @sgl: the list
 * @nents: number of its entries
 * @dir: direction of the transfer
 * @attrs: DMA_ATTR_* flags
 *
 * The first step away from lists that are input and output at once: the list
 * is mapped by dma_map_sg_attrs(), and what that leaves in the list is copied
 * out, so that no driver has to read it there. May be called in any context.
 *
 * Return: the number of vectors, which may be smaller than @nents, or 0.
 */
unsigned int dma_vecs_map_sgl(struct device *dev, struct dma_vecs *vecs,
			      struct scatterlist *sgl, unsigned int nents,
			      enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_vec *vec = dma_vecs_alloc(vecs, nents);
	unsigned int nr;

	if (!vec)
		return 0;

	nr = dma_map_sg_attrs(dev, sgl, nents, dir, attrs);
	if (nr)
		dma_vecs_fill(vecs, vec, sgl, nents, nr);
	else if (nents > 1)
		kfree(vec);
	return nr;
}
EXPORT_SYMBOL_GPL(dma_vecs_map_sgl);

/**
 * dma_vecs_map_sgtable - map a table and keep its out side apart
 * @dev: device that will use the vectors
 * @vecs: what the device sees
 * @sgt: the table; its nents is not for drivers to read any more
 * @dir: direction of the transfer
 * @attrs: DMA_ATTR_* flags
 *
 * As dma_vecs_map_sgl(). The number of vectors is @vecs->nr.
 *
 * Return: 0 or a negative error code.
 */
int dma_vecs_map_sgtable(struct device *dev, struct dma_vecs *vecs,
			 struct sg_table *sgt, enum dma_data_direction dir,
			 unsigned long attrs)
{
	struct dma_vec *vec = dma_vecs_alloc(vecs, sgt->orig_nents);
	int ret;

	if (!vec)
		return -ENOMEM;

	ret = dma_map_sgtable(dev, sgt, dir, attrs);
	if (!ret)
		dma_vecs_fill(vecs, vec, sgt->sgl, sgt->orig_nents, sgt->nents);
	else if (sgt->orig_nents > 1)
		kfree(vec);
	return ret;
}
EXPORT_SYMBOL_GPL(dma_vecs_map_sgtable);

/**
 * dma_vecs_unmap - undo dma_vecs_map_sgl() or dma_vecs_map_sgtable()
 * @dev: device that the list was mapped for
 * @vecs: the vectors; empty afterwards, and left alone when they are empty
 * @dir: direction the list was mapped with
 * @attrs: DMA_ATTR_* flags it was mapped with
 */
void dma_vecs_unmap(struct device *dev, struct dma_vecs *vecs,
		    enum dma_data_direction dir, unsigned long attrs)
{
	if (!vecs->nr)
		return;

	dma_unmap_sg_attrs(dev, vecs->sgl, vecs->nents, dir, attrs);
	if (vecs->nents > 1)
		kfree(vecs->vec);
	vecs->vec = NULL;
	vecs->nr = 0;
}
EXPORT_SYMBOL_GPL(dma_vecs_unmap);
