// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

#define ACME_ROOM 4096
#define ACME_PAGE ACME_ROOM
#define ACME_HEAD 64

struct acme_port {
	struct device *dev;
	void *buf;
	dma_addr_t addr;
	void *head;
	dma_addr_t head_addr;
};

int acme_port_start(struct acme_port *port)
{
	port->addr = dma_map_single(port->dev, port->buf, ACME_ROOM, DMA_TO_DEVICE);
	if (dma_mapping_error(port->dev, port->addr))
		return -ENOMEM;
	port->head_addr = dma_map_single(port->dev, port->head, ACME_HEAD, DMA_TO_DEVICE);
	if (dma_mapping_error(port->dev, port->head_addr)) {
		dma_unmap_single(port->dev, port->addr, ACME_ROOM, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

/* Two macros of one value, and two of two values. */
void acme_port_stop(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->addr, ACME_PAGE, DMA_TO_DEVICE);
	dma_unmap_single(port->dev, port->head_addr, ACME_PAGE, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-size: 'ACME_PAGE'
}
