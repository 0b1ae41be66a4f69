// SPDX-License-Identifier: Apache-2.0
/* A member that stays mapped; other functions read its length and sync it. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

/**
 * struct golden_ring - receive ring
 * @dev: the device
 * @rx_sgl: the ring as a scatterlist
 * @buf: the ring
 */
struct golden_ring {
	struct device		*dev;
	void __iomem		*regs;
	struct scatterlist	rx_sgl, tx_sgl[2];
	u8			*buf;
	unsigned int		room;
};

void golden_push(u8 *buf, unsigned int len);
void golden_program(void __iomem *regs, dma_addr_t from, unsigned int len, unsigned int room);

int golden_ring_start(struct golden_ring *ring, unsigned int len)
{
	int nents;

	ring->room = len;
	sg_init_table(&ring->rx_sgl, 1);
	sg_set_buf(&ring->rx_sgl, ring->buf, len);
	nents = dma_map_sg(ring->dev, &ring->rx_sgl, 1, DMA_FROM_DEVICE);
	if (nents != 1)
		return -EIO;

	writel(sg_dma_address(&ring->rx_sgl), ring->regs);
	writel(sg_dma_len(&ring->rx_sgl), ring->regs + 4);
	golden_program(ring->regs + 8, sg_dma_address(&ring->rx_sgl),
		sg_dma_len(&ring->rx_sgl), ring->room);
	return 0;
}

void golden_ring_irq(struct golden_ring *ring, unsigned int head)
{
	if (head > ring->rx_sgl.length)
		head = ring->rx_sgl.length;
	dma_sync_sg_for_cpu(ring->dev, &ring->rx_sgl, 1, DMA_FROM_DEVICE);
	golden_push(ring->buf, head);
	dma_sync_sg_for_device(ring->dev, &ring->rx_sgl, 1, DMA_FROM_DEVICE);
}

void golden_ring_stop(struct golden_ring *ring)
{
	ring->room = 0;
	dma_unmap_sg(ring->dev, &ring->rx_sgl, 1, DMA_FROM_DEVICE);
}
