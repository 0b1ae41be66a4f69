// SPDX-License-Identifier: Apache-2.0
/* The entry goes by a local name, and its length is fixed by a member that only the start writes. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_port {
	struct device *dev;
	void __iomem *regs;
	struct scatterlist sg;
	u8 *buf;
	unsigned int size;
};

int golden_port_start(struct golden_port *port, unsigned int rate)
{
	struct scatterlist *sg = &port->sg;
	int err;

	port->size = rate / 8;
	sg_init_one(sg, port->buf, port->size);
	err = dma_map_sg(port->dev, sg, 1, DMA_FROM_DEVICE);
	if (!err)
		return -EINVAL;

	writel(sg_dma_address(sg), port->regs);
	writel(sg_dma_len(sg), port->regs + 4);
	err = readl(port->regs);
	if (err)
		dma_unmap_sg(port->dev, sg, 1, DMA_FROM_DEVICE);
	return err;
}

void golden_port_stop(struct golden_port *port)
{
	struct scatterlist *sg = &port->sg;

	dma_unmap_sg(port->dev, sg, 1, DMA_FROM_DEVICE);
}
