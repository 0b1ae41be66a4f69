// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_port {
	struct platform_device *pdev;
	struct dma_chan *chan;
	dma_addr_t rx_dma;
	dma_addr_t tx_dma;
	void *rx_buf;
	void *tx_buf;
	size_t size;
};

int acme_port_start(struct acme_port *port)
{
	struct device *dev = port->chan->device->dev;

	port->rx_dma = dma_map_single(dev, port->rx_buf, port->size, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, port->rx_dma))
		return -ENOMEM;
	return 0;
}

int acme_port_start_tx(struct acme_port *port)
{
	port->tx_dma = dma_map_single(&port->pdev->dev, port->tx_buf, port->size, DMA_TO_DEVICE);
	if (dma_mapping_error(&port->pdev->dev, port->tx_dma))
		return -ENOMEM;
	return 0;
}

void acme_port_poll(struct acme_port *port)
{
	dma_sync_single_for_cpu(&port->pdev->dev, port->rx_dma, port->size, DMA_FROM_DEVICE); //~ syncs-dma-memory-of-different-device: 'dev'
}

void acme_port_push(struct acme_port *port)
{
	struct device *dev = &port->pdev->dev;

	dma_sync_single_for_device(dev, port->tx_dma, port->size, DMA_TO_DEVICE);
}
