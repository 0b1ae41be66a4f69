// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

/* The list is freed, and with it the addresses. */
static int acme_dump(struct device *dev, struct page **pages, unsigned int count)
{
	struct sg_table sgt;
	int ret;

	ret = sg_alloc_table_from_pages(&sgt, pages, count, 0, count * PAGE_SIZE, GFP_KERNEL);
	if (ret)
		return ret;
	ret = dma_map_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
	if (ret)
		goto free;
	ret = acme_dump_run(dev, sg_dma_address(sgt.sgl), sgt.nents);
free:
	sg_free_table(&sgt); //~ pending-dma-allocations: this frees what dma_map_sgtable() mapped
	return ret;
}

/* The count is made an error number when the mapping failed: only then is the list freed. */
static int acme_fill(struct device *dev, struct sg_table *sgt)
{
	int ret;

	ret = dma_map_sg(dev, sgt->sgl, sgt->orig_nents, DMA_TO_DEVICE);
	if (!ret)
		ret = -ENOMEM;
	if (ret < 0) {
		sg_free_table(sgt);
		return ret;
	}
	sgt->nents = ret;
	return 0;
}

static void acme_drain(struct device *dev, struct sg_table *sgt)
{
	dma_unmap_sg(dev, sgt->sgl, sgt->orig_nents, DMA_TO_DEVICE);
	sg_free_table(sgt);
}

int acme_run(struct device *dev, struct page **pages, unsigned int count, struct sg_table *sgt)
{
	int ret = acme_dump(dev, pages, count);

	if (ret)
		return ret;
	ret = acme_fill(dev, sgt);
	if (ret)
		return ret;
	acme_drain(dev, sgt);
	return 0;
}
