// SPDX-License-Identifier: Apache-2.0
/*
 * Acme GPU: buffer objects, pinned pages behind the device's page table.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct acme_bo {
	struct device *dev;
	struct page **pages;
	unsigned int page_count;
	struct sg_table *sgt;
};

void acme_mmu_set(struct acme_bo *bo, u64 iova, dma_addr_t addr, size_t len);

/* Gives the pages of an object to the device. */
int acme_bo_map(struct acme_bo *bo)
{
	struct sg_table *sgt;
	int ret;

	sgt = kzalloc(sizeof(*sgt), GFP_KERNEL);
	if (!sgt)
		return -ENOMEM;

	ret = sg_alloc_table_from_pages(sgt, bo->pages, bo->page_count, 0,
					(unsigned long)bo->page_count << PAGE_SHIFT,
					GFP_KERNEL);
	if (ret)
		goto err_free;

	sgt->nents = dma_map_sg(bo->dev, sgt->sgl, sgt->orig_nents,
				DMA_BIDIRECTIONAL);
	if (!sgt->nents) {
		ret = -ENOMEM;
		goto err_free_table;
	}

	bo->sgt = sgt;
	return 0;

err_free_table:
	sg_free_table(sgt);
err_free:
	kfree(sgt);
	return ret;
}

/* One device page table range for each mapped segment. */
void acme_bo_insert(struct acme_bo *bo, u64 iova)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(bo->sgt->sgl, sg, bo->sgt->nents, i) {
		acme_mmu_set(bo, iova, sg_dma_address(sg), sg_dma_len(sg));
		iova += sg_dma_len(sg);
	}
}

void acme_bo_unmap(struct acme_bo *bo)
{
	dma_unmap_sg(bo->dev, bo->sgt->sgl, bo->sgt->orig_nents,
		     DMA_BIDIRECTIONAL);
	sg_free_table(bo->sgt);
	kfree(bo->sgt);
	bo->sgt = NULL;
}
