// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

struct acme_desc {
	__le64 addr;
	__le32 len;
};

struct acme_ring {
	struct device *dev;
	struct sg_table table;
	struct scatterlist own[4];
	struct acme_desc *descs;
};

int acme_ring_fill(struct acme_ring *ring)
{
	struct scatterlist *sg = ring->table.sgl;
	unsigned int i;

	if (dma_map_sgtable(ring->dev, &ring->table, DMA_TO_DEVICE, 0))
		return -EIO;
	for (i = 0; i < ring->table.nents; i++, sg++) { //~ steps-over-chain-link: 'sg' steps into the link
		ring->descs[i].addr = cpu_to_le64(sg_dma_address(sg));
		ring->descs[i].len = cpu_to_le32(sg_dma_len(sg));
	}
	return 0;
}

/* An array of the driver's own has no links. */
int acme_ring_fill_own(struct acme_ring *ring)
{
	struct scatterlist *sg = ring->own;
	int count, i;

	count = dma_map_sg(ring->dev, ring->own, 4, DMA_TO_DEVICE);
	if (!count)
		return -EIO;
	for (i = 0; i < count; i++, sg++) {
		ring->descs[i].addr = cpu_to_le64(sg_dma_address(sg));
		ring->descs[i].len = cpu_to_le32(sg_dma_len(sg));
	}
	return 0;
}

int acme_ring_fill_next(struct acme_ring *ring)
{
	struct scatterlist *sg = ring->table.sgl;
	unsigned int i;

	if (dma_map_sgtable(ring->dev, &ring->table, DMA_TO_DEVICE, 0))
		return -EIO;
	for (i = 0; i < ring->table.nents; i++) {
		ring->descs[i].addr = cpu_to_le64(sg_dma_address(sg));
		ring->descs[i].len = cpu_to_le32(sg_dma_len(sg));
		sg = sg_next(sg);
	}
	return 0;
}
