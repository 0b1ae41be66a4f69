// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>

struct acme_port {
	struct dma_chan *chan;
	struct scatterlist sg[2];
	dma_addr_t addr;
};

void acme_port_run(struct acme_port *port, struct dma_async_tx_descriptor *desc);

int acme_port_receive(struct acme_port *port, void *buf, size_t len)
{
	struct device *dev = port->chan->device->dev;
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	port->addr = addr;
	acme_port_run(port, dmaengine_prep_slave_single(port->chan, addr, len, DMA_DEV_TO_MEM, 0)); //~ prepares-transfer-with-different-direction: DMA_DEV_TO_MEM for what was mapped with DMA_TO_DEVICE
	return 0;
}

/* A command goes out, its answer comes in: two entries of one array. */
int acme_port_ask(struct acme_port *port)
{
	struct device *dev = port->chan->device->dev;

	if (!dma_map_sg(dev, &port->sg[0], 1, DMA_TO_DEVICE))
		return -ENOMEM;
	acme_port_run(port, dmaengine_prep_slave_sg(port->chan, &port->sg[0], 1, DMA_MEM_TO_DEV, 0));
	if (!dma_map_sg(dev, &port->sg[1], 1, DMA_FROM_DEVICE)) {
		dma_unmap_sg(dev, &port->sg[0], 1, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	acme_port_run(port, dmaengine_prep_slave_sg(port->chan, &port->sg[1], 1, DMA_DEV_TO_MEM, 0));
	dma_unmap_sg(dev, &port->sg[1], 1, DMA_FROM_DEVICE);
	dma_unmap_sg(dev, &port->sg[0], 1, DMA_TO_DEVICE);
	return 0;
}
