// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_os {
	dma_addr_t addr;
	unsigned int len;
};

struct acme_buf {
	u64 desc;
	struct acme_os os;
};

struct acme_queue {
	struct acme_buf *put;
	struct acme_buf *get;
};

struct acme_port {
	struct device *dev;
	struct acme_queue queue;
};

int acme_port_put(struct acme_port *port, void *data)
{
	struct acme_buf *buf = port->queue.put;

	buf->os.addr = dma_map_single(port->dev, data, 64, DMA_TO_DEVICE);
	return dma_mapping_error(port->dev, buf->os.addr) ? -ENOMEM : 0;
}

void acme_port_undo(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->queue.put->os.addr, 64, DMA_TO_DEVICE);
}

/* Two pointers of one ring. */
void acme_port_done(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->queue.get->os.addr, 64, DMA_FROM_DEVICE); //~ frees-dma-memory-with-different-direction: gets DMA_FROM_DEVICE for what was mapped with DMA_TO_DEVICE
}
