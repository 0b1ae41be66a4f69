/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_DMA_VEC_H
#define _LINUX_DMA_VEC_H

#include <linux/dma-direction.h>
#include <linux/errno.h>
#include <linux/types.h>

struct device;

#ifdef CONFIG_HAS_DMA
int dma_map_phyr(struct device *dev, const struct phyr *in,
		 struct dma_vec *out, enum dma_data_direction dir,
		 unsigned long attrs);
void dma_unmap_vecs(struct device *dev, const struct dma_vec *vecs,
		    unsigned int n, enum dma_data_direction dir,
		    unsigned long attrs);
#else
static inline int dma_map_phyr(struct device *dev, const struct phyr *in,
			       struct dma_vec *out,
			       enum dma_data_direction dir, unsigned long attrs)
{
	return -EIO;
}

static inline void dma_unmap_vecs(struct device *dev,
				  const struct dma_vec *vecs, unsigned int n,
				  enum dma_data_direction dir,
				  unsigned long attrs)
{
}
#endif /* CONFIG_HAS_DMA */

#endif /* _LINUX_DMA_VEC_H */
