/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The out side of a DMA mapping apart from its in side.
 * See Documentation/core-api/dma-vec.rst.
 */
#ifndef _LINUX_DMA_VEC_H
#define _LINUX_DMA_VEC_H

#include <linux/dma-direction.h>
#include <linux/errno.h>
#include <linux/types.h>

struct device;
struct dma_batch_piece;
struct scatterlist;
struct sg_table;

/**
 * struct dma_vecs - out side of a mapped scatterlist
 * @vec: one vector for each mapped segment
 * @nr: number of vectors, 0 when nothing is mapped
 * @nents: number of entries that were mapped
 * @sgl: the list that was mapped; its DMA side is not for drivers to read
 * @single: room for the vector of a list of one entry
 */
struct dma_vecs {
	struct dma_vec *vec;
	unsigned int nr;
	unsigned int nents;
	struct scatterlist *sgl;
	struct dma_vec single;
};

/**
 * struct dma_batch - physical ranges on their way to DMA vectors
 * @dev: device that will use the vectors
 * @vecs: where the vectors go
 * @pieces: what has to be undone, at most one for each vector
 * @max: number of vectors that there is room for
 * @nr_vecs: vectors written so far
 * @nr_pieces: pieces in use
 * @max_seg: longest vector that the device takes
 * @boundary: mask of the boundary that no vector may cross
 * @left: bytes that are still to come
 * @dir: direction of the transfer
 * @attrs: DMA_ATTR_* flags
 * @open: whether the last piece can still grow
 */
struct dma_batch {
	struct device *dev;
	struct dma_vec *vecs;
	struct dma_batch_piece *pieces;
	unsigned int max;
	unsigned int nr_vecs;
	unsigned int nr_pieces;
	unsigned int max_seg;
	unsigned long boundary;
	size_t left;
	enum dma_data_direction dir;
	unsigned long attrs;
	bool open;
};

@WALK@/**
 * for_each_dma_vec - loop over DMA vectors
 * @vecs: the first vector
 * @v: the vector at hand
 * @n: number of vectors
 * @i: index of the vector at hand
 */
#define for_each_dma_vec(vecs, v, n, i)					\
@LOOP@

#ifdef CONFIG_HAS_DMA
int dma_map_phyr(struct device *dev, const struct phyr *in,
		 struct dma_vec *out, enum dma_data_direction dir,
		 unsigned long attrs);
int dma_map_sgl_to_vecs(struct device *dev, struct scatterlist *sgl,
			unsigned int nents, struct dma_vec *out,
			unsigned int max, enum dma_data_direction dir,
			unsigned long attrs);
void dma_unmap_vecs(struct device *dev, const struct dma_vec *vecs,
		    unsigned int n, enum dma_data_direction dir,
		    unsigned long attrs);
unsigned int dma_vecs_map_sgl(struct device *dev, struct dma_vecs *vecs,
			      struct scatterlist *sgl, unsigned int nents,
			      enum dma_data_direction dir,
			      unsigned long attrs);
int dma_vecs_map_sgtable(struct device *dev, struct dma_vecs *vecs,
			 struct sg_table *sgt, enum dma_data_direction dir,
			 unsigned long attrs);
void dma_vecs_unmap(struct device *dev, struct dma_vecs *vecs,
		    enum dma_data_direction dir, unsigned long attrs);
int dma_batch_start(struct device *dev, struct dma_batch *batch,
		    struct dma_vec *vecs, unsigned int max, size_t len,
		    enum dma_data_direction dir, unsigned long attrs);
int dma_batch_add(struct dma_batch *batch, const struct phyr *in);
int dma_batch_finalize(struct dma_batch *batch);
void dma_batch_unmap(struct dma_batch *batch);
#else
static inline int dma_map_phyr(struct device *dev, const struct phyr *in,
			       struct dma_vec *out,
			       enum dma_data_direction dir, unsigned long attrs)
{
	return -EIO;
}

static inline int dma_map_sgl_to_vecs(struct device *dev,
				      struct scatterlist *sgl,
				      unsigned int nents, struct dma_vec *out,
				      unsigned int max,
				      enum dma_data_direction dir,
				      unsigned long attrs)
{
	return -EIO;
}

static inline void dma_unmap_vecs(struct device *dev,
				  const struct dma_vec *vecs, unsigned int n,
				  enum dma_data_direction dir,
				  unsigned long attrs)
{
}

static inline unsigned int dma_vecs_map_sgl(struct device *dev,
					    struct dma_vecs *vecs,
					    struct scatterlist *sgl,
					    unsigned int nents,
					    enum dma_data_direction dir,
					    unsigned long attrs)
{
	return 0;
}

static inline int dma_vecs_map_sgtable(struct device *dev,
				       struct dma_vecs *vecs,
				       struct sg_table *sgt,
				       enum dma_data_direction dir,
				       unsigned long attrs)
{
	return -EIO;
}

static inline void dma_vecs_unmap(struct device *dev, struct dma_vecs *vecs,
				  enum dma_data_direction dir,
				  unsigned long attrs)
{
}

static inline int dma_batch_start(struct device *dev, struct dma_batch *batch,
				  struct dma_vec *vecs, unsigned int max,
				  size_t len, enum dma_data_direction dir,
				  unsigned long attrs)
{
	return -EIO;
}

static inline int dma_batch_add(struct dma_batch *batch, const struct phyr *in)
{
	return -EIO;
}

static inline int dma_batch_finalize(struct dma_batch *batch)
{
	return -EIO;
}

static inline void dma_batch_unmap(struct dma_batch *batch)
{
}
#endif /* CONFIG_HAS_DMA */

#endif /* _LINUX_DMA_VEC_H */
