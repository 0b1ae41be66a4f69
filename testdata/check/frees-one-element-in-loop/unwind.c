// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_part {
	void *data;
	u32 bytes;
	dma_addr_t dma;
};

int acme_parts_map(struct device *dev, struct acme_part *part, int count)
{
	int i, j;

	for (i = 0; i < count; i++) {
		part[i].dma = dma_map_single(dev, part[i].data, part[i].bytes, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, part[i].dma))
			goto unwind;
	}
	return 0;

unwind:
	for (j = 0; j < i; j++) {
		dma_unmap_single(dev, part[i].dma, part[i].bytes, DMA_TO_DEVICE); //~ frees-one-element-in-loop: 'part[i].dma'
		part[j].dma = 0;
	}
	return -ENOMEM;
}

int acme_parts_map_right(struct device *dev, struct acme_part *part, int count)
{
	int i, j;

	for (i = 0; i < count; i++) {
		part[i].dma = dma_map_single(dev, part[i].data, part[i].bytes, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, part[i].dma))
			goto unwind;
	}
	return 0;

unwind:
	for (j = 0; j < i; j++)
		dma_unmap_single(dev, part[j].dma, part[j].bytes, DMA_TO_DEVICE);
	return -ENOMEM;
}

/* The loop waits; the unmap ends it. */
void acme_part_wait(struct device *dev, struct acme_part *part, int k)
{
	int tries;

	for (tries = 0; tries < 10; tries++) {
		if (part[k].bytes) {
			dma_unmap_single(dev, part[k].dma, part[k].bytes, DMA_TO_DEVICE);
			break;
		}
	}
}

/* Each turn maps the element anew. */
int acme_part_feed(struct device *dev, struct acme_part *part, int k, int turns)
{
	int t;

	for (t = 0; t < turns; t++) {
		part[k].dma = dma_map_single(dev, part[k].data, part[k].bytes, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, part[k].dma))
			return -ENOMEM;
		dma_unmap_single(dev, part[k].dma, part[k].bytes, DMA_TO_DEVICE);
	}
	return 0;
}
