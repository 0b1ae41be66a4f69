// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_eng {
	struct device *dev;
	u64 desc;
	int nents;
};

void acme_eng_push(struct acme_eng *eng, dma_addr_t addr, unsigned int len);

void acme_eng_run(struct acme_eng *eng, struct scatterlist *src, int nents)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(eng->dev, src, nents, DMA_TO_DEVICE); //~ failed-to-check-map-error: never tested
	for_each_sg(src, sg, n, i)
		acme_eng_push(eng, sg_dma_address(sg), sg_dma_len(sg));
}

/* Whoever calls this looks at the count. */
static int acme_eng_map(struct acme_eng *eng, struct scatterlist *dst, int nents)
{
	return dma_map_sg(eng->dev, dst, nents, DMA_FROM_DEVICE);
}

int acme_eng_fill(struct acme_eng *eng, struct scatterlist *dst, int nents)
{
	int n = acme_eng_map(eng, dst, nents);

	if (!n)
		return -ENOMEM;
	acme_eng_push(eng, sg_dma_address(dst), sg_dma_len(dst));
	return 0;
}

/* The next piece is mapped at the end of the loop and tested at its start. */
int acme_eng_frags(struct acme_eng *eng, struct page **pages, int n)
{
	dma_addr_t dma = dma_map_page(eng->dev, pages[0], 0, 4096, DMA_TO_DEVICE);
	int i = 0;

	for (;;) {
		if (dma_mapping_error(eng->dev, dma))
			return -ENOMEM;
		acme_eng_push(eng, dma, 4096);
		if (++i == n)
			break;
		dma = dma_map_page(eng->dev, pages[i], 0, 4096, DMA_TO_DEVICE);
	}
	return 0;
}
