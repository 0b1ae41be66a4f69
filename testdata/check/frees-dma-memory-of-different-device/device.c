// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_port {
	struct device *dev;
	struct device *dma_dev;
};

void acme_port_send(struct acme_port *port, dma_addr_t addr);

int acme_port_put(struct acme_port *port, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(port->dev->parent, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(port->dev->parent, dma))
		return -ENOMEM;
	acme_port_send(port, dma);
	dma_unmap_single(port->dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-of-different-device: 'port->dev'
	return 0;
}

int acme_port_list(struct acme_port *port, struct scatterlist *sgl, int nents)
{
	if (!dma_map_sg(port->dma_dev, sgl, nents, DMA_TO_DEVICE))
		return -ENOMEM;
	acme_port_send(port, sg_dma_address(sgl));
	dma_unmap_sg(port->dev, sgl, nents, DMA_TO_DEVICE); //~ frees-dma-memory-of-different-device: 'port->dev'
	return 0;
}

/* One device under two names. */
int acme_port_get(struct acme_port *port, void *buf, size_t len)
{
	struct device *dev = port->dma_dev;
	dma_addr_t dma = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	acme_port_send(port, dma);
	dma_unmap_single(port->dma_dev, dma, len, DMA_FROM_DEVICE);
	return 0;
}
