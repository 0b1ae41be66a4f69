// SPDX-License-Identifier: GPL-2.0
/*
 * dma_batch: physical ranges in, DMA vectors out. This kernel cannot put
 * ranges side by side behind an IOMMU from here, so each range is mapped for
 * itself.
 */
#include <linux/dma-mapping.h>
#include <linux/dma-vec.h>
#include <linux/export.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

/**
 * struct dma_batch_piece - what has to be undone in one go
 * @addr: DMA address of the first byte
 * @len: bytes mapped
 */
struct dma_batch_piece {
	dma_addr_t addr;
	size_t len;
};

/* Bytes of [addr, addr + len) that the device takes as one vector. */
static size_t batch_fit(struct dma_batch *batch, u64 addr, size_t len)
{
	u64 room = batch->boundary - (addr & batch->boundary);

	if (len > batch->max_seg)
		len = batch->max_seg;
	if (len - 1 > room)
		len = room + 1;
	return len;
}

static void batch_undo(struct dma_batch *batch, struct dma_batch_piece *piece)
{
	dma_unmap_page_attrs(batch->dev, piece->addr, piece->len, batch->dir,
			     batch->attrs);
}

/* One range for itself, cut into vectors where the device's limits are. */
static int batch_add(struct dma_batch *batch, const struct phyr *in)
{
	struct dma_batch_piece *piece;
	size_t done = 0;
	dma_addr_t addr;

	if (batch->nr_vecs == batch->max)
		return -ENOSPC;

	addr = dma_map_page_attrs(batch->dev, pfn_to_page(PHYS_PFN(in->start)),
				  offset_in_page(in->start), in->len,
				  batch->dir, batch->attrs);
	if (dma_mapping_error(batch->dev, addr))
		return -ENOMEM;

	piece = &batch->pieces[batch->nr_pieces++];
	piece->addr = addr;
	piece->len = in->len;

	while (done < in->len) {
		struct dma_vec *vec;

		if (batch->nr_vecs == batch->max)
			return -ENOSPC;
		vec = &batch->vecs[batch->nr_vecs++];
		vec->addr = addr + done;
		vec->len = batch_fit(batch, addr + done, in->len - done);
		done += vec->len;
	}
	return 0;
}

/**
 * dma_batch_start - start a batch
 * @dev: device that will use the vectors
 * @batch: the batch
 * @vecs: where the vectors go
 * @max: number of vectors that there is room for
 * @len: number of bytes to come; more is legal and costs another allocation
 * @dir: direction of the transfer
 * @attrs: DMA_ATTR_* flags
 *
 * Return: 0 or a negative error code.
 */
int dma_batch_start(struct device *dev, struct dma_batch *batch,
		    struct dma_vec *vecs, unsigned int max, size_t len,
		    enum dma_data_direction dir, unsigned long attrs)
{
	memset(batch, 0, sizeof(*batch));
	batch->pieces = kcalloc(max, sizeof(*batch->pieces),
				GFP_ATOMIC | __GFP_NOWARN);
	if (!batch->pieces)
		return -ENOMEM;

	batch->dev = dev;
	batch->vecs = vecs;
	batch->max = max;
	batch->max_seg = dma_get_max_seg_size(dev);
	batch->boundary = dma_get_seg_boundary(dev);
	batch->left = len;
	batch->dir = dir;
	batch->attrs = attrs;
	return 0;
}
EXPORT_SYMBOL_GPL(dma_batch_start);

/**
 * dma_batch_add - add a physical range
 * @batch: the batch
 * @in: the range; memory with a struct page, not of a peer
 *
 * After an error nothing of the range is in the batch, which can be finalized
 * as it is.
 *
 * Return: 0, -ENOSPC when the vectors do not suffice, or another negative
 * error code.
 */
int dma_batch_add(struct dma_batch *batch, const struct phyr *in)
{
	unsigned int nr_pieces = batch->nr_pieces;
	unsigned int nr_vecs = batch->nr_vecs;
	int ret;

	if (!in->len)
		return -EINVAL;
	if (pfn_valid(PHYS_PFN(in->start)) &&
	    is_pci_p2pdma_page(pfn_to_page(PHYS_PFN(in->start))))
		return -EREMOTEIO;

	ret = batch_add(batch, in);
	if (!ret) {
		batch->left -= min(batch->left, in->len);
		return 0;
	}

	while (batch->nr_pieces > nr_pieces) {
		batch->nr_pieces--;
		batch_undo(batch, &batch->pieces[batch->nr_pieces]);
	}
	batch->nr_vecs = nr_vecs;
	return ret;
}
EXPORT_SYMBOL_GPL(dma_batch_add);

/**
 * dma_batch_finalize - make everything that was added visible to the device
 * @batch: the batch
 *
 * No vector may be used before.
 *
 * Return: the number of vectors or a negative error code; after an error the
 * batch is still to be unmapped.
 */
int dma_batch_finalize(struct dma_batch *batch)
{
	return batch->nr_vecs;
}
EXPORT_SYMBOL_GPL(dma_batch_finalize);

/**
 * dma_batch_unmap - take a batch down, finalized or not
 * @batch: the batch
 */
void dma_batch_unmap(struct dma_batch *batch)
{
	while (batch->nr_pieces) {
		batch->nr_pieces--;
		batch_undo(batch, &batch->pieces[batch->nr_pieces]);
	}
	kfree(batch->pieces);
	batch->pieces = NULL;
	batch->nr_vecs = 0;
}
EXPORT_SYMBOL_GPL(dma_batch_unmap);
