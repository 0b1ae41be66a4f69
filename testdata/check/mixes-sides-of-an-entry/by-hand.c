// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

/* Memory without pages: the out sides are written by hand, one range an entry. */
int acme_vram_fill(struct device *dev, struct sg_table *sgt, phys_addr_t base, size_t part)
{
	struct scatterlist *sg;
	dma_addr_t addr;
	int i;

	for_each_sgtable_sg(sgt, sg, i) {
		addr = dma_map_resource(dev, base + i * part, part, DMA_BIDIRECTIONAL, 0);
		if (dma_mapping_error(dev, addr))
			goto unmap;
		sg_set_page(sg, NULL, part, 0);
		sg_dma_address(sg) = addr;
		sg_dma_len(sg) = part;
	}
	return 0;

unmap:
	for_each_sgtable_sg(sgt, sg, i) {
		if (!sg->length)
			continue;
		dma_unmap_resource(dev, sg->dma_address, sg->length, DMA_BIDIRECTIONAL, 0);
	}
	return -EIO;
}

int acme_share(struct device *dev, struct sg_table *sgt, phys_addr_t vram, size_t part)
{
	if (vram)
		return acme_vram_fill(dev, sgt, vram, part);
	return dma_map_sgtable(dev, sgt, DMA_BIDIRECTIONAL, 0);
}

void acme_unshare(struct device *dev, struct sg_table *sgt)
{
	dma_unmap_sgtable(dev, sgt, DMA_BIDIRECTIONAL, 0);
}
