// SPDX-License-Identifier: Apache-2.0
/* The entry goes by a local name, and its length is fixed by a member that only the start writes. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_port {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t dma_addr;
	u8 *buf;
	unsigned int size;
};

int golden_port_start(struct golden_port *port, unsigned int rate)
{
	int err;

	port->size = rate / 8;
	port->dma_addr = dma_map_single(port->dev, port->buf, port->size,
					DMA_FROM_DEVICE);
	if (dma_mapping_error(port->dev, port->dma_addr))
		return -EINVAL;

	writel(port->dma_addr, port->regs);
	writel(port->size, port->regs + 4);
	err = readl(port->regs);
	if (err)
		dma_unmap_single(port->dev, port->dma_addr, port->size,
				 DMA_FROM_DEVICE);
	return err;
}

void golden_port_stop(struct golden_port *port)
{
	dma_unmap_single(port->dev, port->dma_addr, port->size,
			 DMA_FROM_DEVICE);
}
