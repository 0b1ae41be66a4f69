// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct acme_part {
	dma_addr_t at;
	u32 len;
};

struct acme_parts {
	struct acme_part part[16];
};

struct acme_mark {
	dma_addr_t where;
};

/* 0 is no failure: what no mapping was made for is unmapped. */
int acme_two(struct device *dev, void *a, void *b, size_t len)
{
	dma_addr_t first, second = 0;

	first = dma_map_single(dev, a, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, first))
		goto fail;
	second = dma_map_single(dev, b, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, second))
		goto fail;
	return 0;

fail:
	if (!dma_mapping_error(dev, second))
		dma_unmap_single(dev, second, len, DMA_TO_DEVICE); //~ frees-memory-maybe-not-mapped: never mapped
	if (!dma_mapping_error(dev, first))
		dma_unmap_single(dev, first, len, DMA_TO_DEVICE);
	return -ENOMEM;
}

int acme_two_marked(struct device *dev, void *a, void *b, size_t len)
{
	dma_addr_t first, second = DMA_MAPPING_ERROR;

	first = dma_map_single(dev, a, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, first))
		goto fail;
	second = dma_map_single(dev, b, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, second))
		goto fail;
	return 0;

fail:
	if (!dma_mapping_error(dev, second))
		dma_unmap_single(dev, second, len, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, first))
		dma_unmap_single(dev, first, len, DMA_TO_DEVICE);
	return -ENOMEM;
}

int acme_parts(struct device *dev, struct acme_parts *p, void **bufs, int n)
{
	int i;

	memset(p, 0, sizeof(*p));
	for (i = 0; i < n; i++) {
		p->part[i].at = dma_map_single(dev, bufs[i], p->part[i].len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, p->part[i].at))
			goto fail;
	}
	return 0;

fail:
	for (i = 0; i < n; i++)
		if (!dma_mapping_error(dev, p->part[i].at))
			dma_unmap_single(dev, p->part[i].at, p->part[i].len, DMA_TO_DEVICE); //~ frees-memory-maybe-not-mapped: never mapped
	return -ENOMEM;
}

int acme_marks(struct device *dev, struct acme_mark *m, void **bufs, size_t len, int n)
{
	int i;

	for (i = 0; i < n; i++)
		m[i].where = DMA_MAPPING_ERROR;
	for (i = 0; i < n; i++) {
		m[i].where = dma_map_single(dev, bufs[i], len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, m[i].where))
			goto fail;
	}
	return 0;

fail:
	for (i = 0; i < n; i++)
		if (!dma_mapping_error(dev, m[i].where))
			dma_unmap_single(dev, m[i].where, len, DMA_TO_DEVICE);
	return -ENOMEM;
}
