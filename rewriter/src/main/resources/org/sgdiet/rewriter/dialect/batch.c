// SPDX-License-Identifier: GPL-2.0
/*
 * dma_batch: physical ranges in, DMA vectors out, one IOVA allocation and one
 * IOTLB sync for each run of ranges that an IOMMU can put side by side.
 */
#include <linux/dma-mapping.h>
#include <linux/dma-vec.h>
#include <linux/export.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

/**
 * struct dma_batch_piece - what has to be undone in one go
 * @state: the IOVA of a run, not in use for a range that was mapped alone
 * @addr: DMA address of the first byte
 * @len: bytes mapped
 */
struct dma_batch_piece {
	struct dma_iova_state state;
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

static unsigned long batch_granule(struct dma_batch *batch)
{
	return dma_get_merge_boundary(batch->dev);
}

static int batch_close(struct dma_batch *batch)
{
	struct dma_batch_piece *piece;

	if (!batch->open)
		return 0;

	batch->open = false;
	piece = &batch->pieces[batch->nr_pieces - 1];
	return dma_iova_sync(batch->dev, &piece->state, 0, piece->len);
}

static void batch_undo(struct dma_batch *batch, struct dma_batch_piece *piece)
{
	if (dma_use_iova(&piece->state))
		dma_iova_destroy(batch->dev, &piece->state, piece->len,
				 batch->dir, batch->attrs);
	else
		dma_unmap_phys(batch->dev, piece->addr, piece->len, batch->dir,
			       batch->attrs);
}

/* One range for itself, cut into vectors where the device's limits are. */
static int batch_single(struct dma_batch *batch, phys_addr_t start, size_t len)
{
	struct dma_batch_piece *piece;
	size_t done = 0;
	dma_addr_t addr;
	int ret;

	ret = batch_close(batch);
	if (ret)
		return ret;
	if (batch->nr_vecs == batch->max)
		return -ENOSPC;

	addr = dma_map_phys(batch->dev, start, len, batch->dir, batch->attrs);
	if (dma_mapping_error(batch->dev, addr))
		return -ENOMEM;

	piece = &batch->pieces[batch->nr_pieces++];
	memset(&piece->state, 0, sizeof(piece->state));
	piece->addr = addr;
	piece->len = len;

	while (done < len) {
		struct dma_vec *vec;

		if (batch->nr_vecs == batch->max)
			return -ENOSPC;
		vec = &batch->vecs[batch->nr_vecs++];
		vec->addr = addr + done;
		vec->len = batch_fit(batch, addr + done, len - done);
		done += vec->len;
	}
	return 0;
}

/* Links what fits behind the open run; returns the number of bytes. */
static size_t batch_link(struct dma_batch *batch, phys_addr_t start, size_t len)
{
	struct dma_batch_piece *piece;
	size_t room;

	if (!batch->open)
		return 0;

	piece = &batch->pieces[batch->nr_pieces - 1];
	room = dma_iova_size(&piece->state) - piece->len;
	if (piece->len &&
	    ((start | (piece->addr + piece->len)) & batch_granule(batch)))
		return 0;
	if (len > room)
		len = room;
	if (!len || dma_iova_link(batch->dev, &piece->state, start, piece->len,
				  len, batch->dir, batch->attrs))
		return 0;

	piece->len += len;
	batch->vecs[batch->nr_vecs - 1].len = piece->len;
	return len;
}

/* Takes IOVA for the next run; no IOVA is no error. */
static int batch_open(struct dma_batch *batch, phys_addr_t start, size_t len)
{
	struct dma_batch_piece *piece;
	size_t want = max(len, batch->left);
	int ret;

	ret = batch_close(batch);
	if (ret)
		return ret;
	if (batch->nr_vecs == batch->max)
		return -ENOSPC;

	want = batch_fit(batch, start & batch_granule(batch), want);
	piece = &batch->pieces[batch->nr_pieces];
	if (!dma_iova_try_alloc(batch->dev, &piece->state, start, want))
		return 0;

	piece->addr = piece->state.addr;
	piece->len = 0;
	batch->nr_pieces++;
	batch->vecs[batch->nr_vecs].addr = piece->addr;
	batch->vecs[batch->nr_vecs].len = 0;
	batch->nr_vecs++;
	batch->open = true;
	return 0;
}

static void batch_drop_open(struct dma_batch *batch)
{
	struct dma_batch_piece *piece = &batch->pieces[batch->nr_pieces - 1];

	dma_iova_free(batch->dev, &piece->state);
	batch->nr_pieces--;
	batch->nr_vecs--;
	batch->open = false;
}

static int batch_add(struct dma_batch *batch, const struct phyr *in)
{
	size_t done = 0;

	while (done < in->len) {
		phys_addr_t start = in->start + done;
		size_t rest = in->len - done;
		size_t part = batch_link(batch, start, rest);

		if (!part) {
			int ret = batch_open(batch, start, rest);

			if (ret)
				return ret;
			if (!batch->open)
				return batch_single(batch, start, rest);
			part = batch_link(batch, start, rest);
			if (!part) {
				batch_drop_open(batch);
				return batch_single(batch, start, rest);
			}
		}
		done += part;
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
 * The range joins the vector before it where an IOMMU can put the two side by
 * side and the device's limits allow. After an error nothing of the range is
 * in the batch, which can be finalized as it is.
 *
 * Return: 0, -ENOSPC when the vectors do not suffice, or another negative
 * error code.
 */
int dma_batch_add(struct dma_batch *batch, const struct phyr *in)
{
	unsigned int nr_pieces = batch->nr_pieces;
	unsigned int nr_vecs = batch->nr_vecs;
	bool open = batch->open;
	size_t linked = 0;
	int ret;

	if (!in->len)
		return -EINVAL;
	if (pfn_valid(PHYS_PFN(in->start)) &&
	    is_pci_p2pdma_page(pfn_to_page(PHYS_PFN(in->start))))
		return -EREMOTEIO;

	if (open)
		linked = batch->pieces[nr_pieces - 1].len;

	ret = batch_add(batch, in);
	if (!ret) {
		batch->left -= min(batch->left, in->len);
		return 0;
	}

	/* the newest first: a run that is open has not been synced yet */
	while (batch->nr_pieces > nr_pieces) {
		batch->nr_pieces--;
		batch_undo(batch, &batch->pieces[batch->nr_pieces]);
		batch->open = false;
	}
	batch->nr_vecs = nr_vecs;
	if (open) {
		struct dma_batch_piece *piece = &batch->pieces[nr_pieces - 1];

		if (piece->len > linked)
			dma_iova_unlink(batch->dev, &piece->state, linked,
					piece->len - linked, batch->dir,
					batch->attrs);
		piece->len = linked;
		batch->vecs[nr_vecs - 1].len = linked;
	}
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
	int ret = batch_close(batch);

	return ret ? ret : batch->nr_vecs;
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
	batch->open = false;
}
EXPORT_SYMBOL_GPL(dma_batch_unmap);
