// SPDX-License-Identifier: Apache-2.0
/* The entry goes by a local name, and its length is fixed by a member that only the start writes. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_port {
	struct device *dev;
	void __iomem *regs;
	struct dma_vec vec;
	u8 *buf;
	unsigned int size;
};

int golden_port_start(struct golden_port *port, unsigned int rate)
{
	struct phyr in;
	int err;

	port->size = rate / 8;
	in.start = virt_to_phys(port->buf);
	in.len = port->size;
	err = dma_map_phyr(port->dev, &in, &port->vec, DMA_FROM_DEVICE, 0);
	if (err)
		return -EINVAL;

	writel(port->vec.addr, port->regs);
	writel(port->vec.len, port->regs + 4);
	err = readl(port->regs);
	if (err)
		dma_unmap_vecs(port->dev, &port->vec, 1, DMA_FROM_DEVICE, 0);
	return err;
}

void golden_port_stop(struct golden_port *port)
{
	dma_unmap_vecs(port->dev, &port->vec, 1, DMA_FROM_DEVICE, 0);
}
