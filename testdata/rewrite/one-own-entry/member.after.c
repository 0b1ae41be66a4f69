// SPDX-License-Identifier: Apache-2.0
/* A member that stays mapped; other functions read its length and sync it. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

/**
 * struct golden_ring - receive ring
 * @dev: the device
 * @rx_dma: DMA address of the mapped buffer
 * @rx_len: length of the mapped buffer
 * @buf: the ring
 */
struct golden_ring {
	struct device		*dev;
	void __iomem		*regs;
	dma_addr_t		rx_dma;
	unsigned int		rx_len;
	struct scatterlist	tx_sgl[2];
	u8			*buf;
	unsigned int		room;
};

void golden_push(u8 *buf, unsigned int len);
void golden_program(void __iomem *regs, dma_addr_t from, unsigned int len, unsigned int room);

int golden_ring_start(struct golden_ring *ring, unsigned int len)
{
	ring->room = len;
	ring->rx_len = len;
	ring->rx_dma = dma_map_single(ring->dev, ring->buf, len,
				      DMA_FROM_DEVICE);
	if (dma_mapping_error(ring->dev, ring->rx_dma))
		return -EIO;

	writel(ring->rx_dma, ring->regs);
	writel(len, ring->regs + 4);
	golden_program(ring->regs + 8, ring->rx_dma,
		       len, ring->room);
	return 0;
}

void golden_ring_irq(struct golden_ring *ring, unsigned int head)
{
	if (head > ring->rx_len)
		head = ring->rx_len;
	dma_sync_single_for_cpu(ring->dev, ring->rx_dma, ring->rx_len,
				DMA_FROM_DEVICE);
	golden_push(ring->buf, head);
	dma_sync_single_for_device(ring->dev, ring->rx_dma, ring->rx_len,
				   DMA_FROM_DEVICE);
}

void golden_ring_stop(struct golden_ring *ring)
{
	ring->room = 0;
	dma_unmap_single(ring->dev, ring->rx_dma, ring->rx_len,
			 DMA_FROM_DEVICE);
}
