// SPDX-License-Identifier: Apache-2.0
/* A member that stays mapped; other functions read its length and sync it. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

/**
 * struct golden_ring - receive ring
 * @dev: the device
 * @rx_vec: the mapped buffer as the device sees it
 * @buf: the ring
 */
struct golden_ring {
	struct device		*dev;
	void __iomem		*regs;
	struct dma_vec		rx_vec;
	struct scatterlist	tx_sgl[2];
	u8			*buf;
	unsigned int		room;
};

void golden_push(u8 *buf, unsigned int len);
void golden_program(void __iomem *regs, dma_addr_t from, unsigned int len, unsigned int room);

int golden_ring_start(struct golden_ring *ring, unsigned int len)
{
	struct phyr in;

	ring->room = len;
	in.start = virt_to_phys(ring->buf);
	in.len = len;
	if (dma_map_phyr(ring->dev, &in, &ring->rx_vec, DMA_FROM_DEVICE, 0))
		return -EIO;

	writel(ring->rx_vec.addr, ring->regs);
	writel(ring->rx_vec.len, ring->regs + 4);
	golden_program(ring->regs + 8, ring->rx_vec.addr,
		       ring->rx_vec.len, ring->room);
	return 0;
}

void golden_ring_irq(struct golden_ring *ring, unsigned int head)
{
	if (head > ring->rx_vec.len)
		head = ring->rx_vec.len;
	dma_sync_single_for_cpu(ring->dev, ring->rx_vec.addr, ring->rx_vec.len,
				DMA_FROM_DEVICE);
	golden_push(ring->buf, head);
	dma_sync_single_for_device(ring->dev, ring->rx_vec.addr,
				   ring->rx_vec.len, DMA_FROM_DEVICE);
}

void golden_ring_stop(struct golden_ring *ring)
{
	ring->room = 0;
	dma_unmap_vecs(ring->dev, &ring->rx_vec, 1, DMA_FROM_DEVICE, 0);
}
