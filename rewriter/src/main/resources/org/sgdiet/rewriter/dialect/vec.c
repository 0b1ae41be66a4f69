// SPDX-License-Identifier: GPL-2.0
/*
 * DMA mapping of physical ranges: the in side is a struct phyr, the out side a
 * struct dma_vec, and neither is the other.
 */
#include <linux/dma-mapping.h>
#include <linux/dma-vec.h>
#include <linux/export.h>
#include <linux/mm.h>

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
 * dma_unmap_vecs - unmap what dma_map_phyr() mapped
 * @dev: device that the vectors were mapped for
 * @vecs: the vectors, each as it was returned
 * @n: number of vectors
 * @dir: direction they were mapped with
 * @attrs: DMA_ATTR_* flags they were mapped with
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
