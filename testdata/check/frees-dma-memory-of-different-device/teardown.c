// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_uart {
	struct platform_device *pdev;
	struct device *dev;
	struct dma_chan *chan;
	dma_addr_t rx_dma;
	dma_addr_t tx_dma;
	void *rx_buf;
	void *tx_buf;
	size_t size;
};

int acme_uart_probe(struct platform_device *pdev, struct acme_uart *uart)
{
	uart->pdev = pdev;
	uart->dev = &pdev->dev;
	return 0;
}

int acme_uart_map_rx(struct acme_uart *uart)
{
	struct device *dev = uart->chan->device->dev;

	uart->rx_dma = dma_map_single(dev, uart->rx_buf, uart->size, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, uart->rx_dma))
		return -ENOMEM;
	return 0;
}

void acme_uart_shutdown_rx(struct acme_uart *uart)
{
	dma_unmap_single(uart->dev, uart->rx_dma, uart->size, DMA_FROM_DEVICE); //~ frees-dma-memory-of-different-device: 'uart->dev'
}

/* One device under two names. */
int acme_uart_map_tx(struct acme_uart *uart)
{
	uart->tx_dma = dma_map_single(uart->dev, uart->tx_buf, uart->size, DMA_TO_DEVICE);
	if (dma_mapping_error(uart->dev, uart->tx_dma))
		return -ENOMEM;
	return 0;
}

void acme_uart_shutdown_tx(struct acme_uart *uart)
{
	dma_unmap_single(&uart->pdev->dev, uart->tx_dma, uart->size, DMA_TO_DEVICE);
}
