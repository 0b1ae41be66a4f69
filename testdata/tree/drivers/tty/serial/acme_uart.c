// SPDX-License-Identifier: Apache-2.0
/*
 * Acme UART: a receive ring that stays mapped, and one mapping per transmit.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct acme_uart {
	struct device *dev;
	struct dma_chan *rx_chan;
	struct dma_chan *tx_chan;
	struct scatterlist rx_sgl;
	u8 *rx_buf;
	unsigned int rx_size;
	struct completion tx_done;
};

void acme_uart_push(struct acme_uart *port, const u8 *buf, unsigned int len);

/* The ring is mapped once; the device writes it until shutdown. */
static int acme_uart_start_rx(struct acme_uart *port)
{
	struct dma_async_tx_descriptor *desc;
	int nent;

	port->rx_buf = kzalloc(port->rx_size, GFP_ATOMIC);
	if (!port->rx_buf)
		return -ENOMEM;

	sg_init_one(&port->rx_sgl, port->rx_buf, port->rx_size);
	nent = dma_map_sg(port->rx_chan->device->dev, &port->rx_sgl, 1,
			  DMA_FROM_DEVICE);
	if (!nent) {
		dev_err(port->dev, "cannot map the receive ring\n");
		kfree(port->rx_buf);
		return -EINVAL;
	}

	desc = dmaengine_prep_slave_sg(port->rx_chan, &port->rx_sgl, 1,
				       DMA_DEV_TO_MEM, DMA_PREP_INTERRUPT);
	if (!desc) {
		dma_unmap_sg(port->rx_chan->device->dev, &port->rx_sgl, 1,
			     DMA_FROM_DEVICE);
		kfree(port->rx_buf);
		return -EFAULT;
	}

	dmaengine_submit(desc);
	dma_async_issue_pending(port->rx_chan);
	return 0;
}

/* Hands what the device wrote to the line discipline. */
static void acme_uart_copy_rx(struct acme_uart *port, unsigned int count)
{
	dma_sync_sg_for_cpu(port->rx_chan->device->dev, &port->rx_sgl, 1,
			    DMA_FROM_DEVICE);
	acme_uart_push(port, port->rx_buf, count);
	dma_sync_sg_for_device(port->rx_chan->device->dev, &port->rx_sgl, 1,
			       DMA_FROM_DEVICE);
}

static void acme_uart_stop_rx(struct acme_uart *port)
{
	dmaengine_terminate_sync(port->rx_chan);
	dma_unmap_sg(port->rx_chan->device->dev, &port->rx_sgl, 1,
		     DMA_FROM_DEVICE);
	kfree(port->rx_buf);
	port->rx_buf = NULL;
}

void acme_uart_rx_irq(struct acme_uart *port, unsigned int count)
{
	if (!count) {
		acme_uart_stop_rx(port);
		acme_uart_start_rx(port);
		return;
	}
	acme_uart_copy_rx(port, min(count, port->rx_size));
}

/* A transmit waits for the last byte, so its mapping is local. */
int acme_uart_send(struct acme_uart *port, const void *buf, unsigned int len)
{
	struct dma_async_tx_descriptor *desc;
	struct scatterlist sgl;
	int ret = 0;

	sg_init_one(&sgl, buf, len);
	if (dma_map_sg(port->tx_chan->device->dev, &sgl, 1, DMA_TO_DEVICE) == 0)
		return -ENOMEM;

	desc = dmaengine_prep_slave_sg(port->tx_chan, &sgl, 1, DMA_MEM_TO_DEV,
				       DMA_PREP_INTERRUPT);
	if (!desc) {
		ret = -EBUSY;
		goto unmap;
	}
	dmaengine_submit(desc);
	dma_async_issue_pending(port->tx_chan);
	if (!wait_for_completion_timeout(&port->tx_done, 1000))
		ret = -ETIMEDOUT;
unmap:
	dma_unmap_sg(port->tx_chan->device->dev, &sgl, 1, DMA_TO_DEVICE);
	return ret;
}
