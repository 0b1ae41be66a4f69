// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct net_device {
	struct device dev;
};

struct acme_port {
	struct net_device *ndev;
	dma_addr_t addr;
};

int acme_port_send(struct acme_port *port, void *data, u32 len)
{
	port->addr = dma_map_single(&port->ndev->dev, data, len, DMA_TO_DEVICE); //~ maps-for-class-device: '&port->ndev->dev' is the dev of a struct net_device
	return dma_mapping_error(port->ndev->dev.parent, port->addr) ? -ENOMEM : 0;
}

int acme_port_post(struct acme_port *port, void *data, u32 len)
{
	struct device *dev = port->ndev->dev.parent;

	port->addr = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	return dma_mapping_error(dev, port->addr) ? -ENOMEM : 0;
}
