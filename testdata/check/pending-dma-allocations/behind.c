// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_port {
	struct device *dev;
	void *list;
	void *filter;
	dma_addr_t list_dma;
	dma_addr_t filter_dma;
};

int acme_port_register(struct acme_port *port);
void acme_port_report(struct acme_port *port);

/* What was mapped last is unmapped, and what was mapped first is forgotten. */
static int acme_port_open(struct acme_port *port)
{
	port->list_dma = dma_map_single(port->dev, port->list, 4096, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(port->dev, port->list_dma))
		return -ENOMEM;
	port->filter_dma = dma_map_single(port->dev, port->filter, 4096, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(port->dev, port->filter_dma))
		return -ENOMEM;
	if (acme_port_register(port))
		goto unmap_filter; //~ pending-dma-allocations: mapped behind it is unmapped there
	return 0;

unmap_filter:
	dma_unmap_single(port->dev, port->filter_dma, 4096, DMA_BIDIRECTIONAL);
	return -EIO;
}

/* The same with a caller that takes back what is left. */
static int acme_port_reopen(struct acme_port *port)
{
	port->list_dma = dma_map_single(port->dev, port->list, 4096, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(port->dev, port->list_dma))
		return -ENOMEM;
	port->filter_dma = dma_map_single(port->dev, port->filter, 4096, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(port->dev, port->filter_dma))
		return -ENOMEM;
	if (acme_port_register(port)) {
		dma_unmap_single(port->dev, port->filter_dma, 4096, DMA_BIDIRECTIONAL);
		return -EIO;
	}
	return 0;
}

void acme_port_close(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->filter_dma, 4096, DMA_BIDIRECTIONAL);
	dma_unmap_single(port->dev, port->list_dma, 4096, DMA_BIDIRECTIONAL);
}

int acme_port_start(struct acme_port *port)
{
	if (acme_port_open(port)) {
		acme_port_report(port);
		return -EIO;
	}
	return 0;
}

int acme_port_restart(struct acme_port *port)
{
	if (acme_port_reopen(port)) {
		dma_unmap_single(port->dev, port->list_dma, 4096, DMA_BIDIRECTIONAL);
		return -EIO;
	}
	return 0;
}
