// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>

struct acme_port;

struct device *acme_port_device(struct acme_port *port);
int acme_port_send(struct acme_port *port, dma_addr_t dma, size_t len);
int acme_net_send(struct net_device *ndev, dma_addr_t dma, size_t len);

/* It is not known which device it is, but it is not its own parent. */
int acme_port_write(struct acme_port *port, void *buf, size_t len)
{
	struct device *dev = acme_port_device(port);
	dma_addr_t dma;
	int ret;

	dma = dma_map_single(dev->parent, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev->parent, dma))
		return -ENOMEM;
	ret = acme_port_send(port, dma, len);
	dma_unmap_single(dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-of-different-device: dev
	return ret;
}

int acme_port_write_right(struct acme_port *port, void *buf, size_t len)
{
	struct device *dev = acme_port_device(port);
	struct device *dma_dev = dev->parent;
	dma_addr_t dma;
	int ret;

	dma = dma_map_single(dma_dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dma_dev, dma))
		return -ENOMEM;
	ret = acme_port_send(port, dma, len);
	dma_unmap_single(dev->parent, dma, len, DMA_TO_DEVICE);
	return ret;
}

/* The parent is taken where there is one. */
int acme_net_write(struct net_device *ndev, void *buf, size_t len)
{
	struct device *dev = &ndev->dev;
	dma_addr_t dma;
	int ret;

	if (dev->parent)
		dev = dev->parent;
	dma = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	ret = acme_net_send(ndev, dma, len);
	dma_unmap_single(ndev->dev.parent, dma, len, DMA_TO_DEVICE);
	return ret;
}
