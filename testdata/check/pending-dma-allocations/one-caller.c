// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct acme_port {
	struct device *dev;
	void *buf;
	dma_addr_t dma;
	void *digest;
	dma_addr_t digest_dma;
	void *key;
	dma_addr_t key_dma;
	void *ring[8];
	dma_addr_t ring_dma[8];
};

int acme_port_arm(struct acme_port *port);
int acme_port_hash(struct acme_port *port);

/* One of two callers forgets what the function has mapped when it fails. */

static int acme_port_map(struct acme_port *port)
{
	int ret;

	port->dma = dma_map_single(port->dev, port->buf, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(port->dev, port->dma))
		return -ENOMEM;
	ret = acme_port_arm(port);
	if (ret)
		return ret; //~ pending-dma-allocations: no caller of acme_port_map() unmaps it when that fails
	return 0;
}

void acme_port_unmap(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->dma, 4096, DMA_FROM_DEVICE);
}

void acme_port_begin(struct acme_port *port)
{
	int ret = acme_port_map(port);

	if (ret)
		port->buf = NULL;
}

int acme_port_again(struct acme_port *port)
{
	int ret = acme_port_map(port);

	if (ret) {
		acme_port_unmap(port);
		return ret;
	}
	return 0;
}

/* What is called on the error exit unmaps something else. */

static int acme_map_key(struct acme_port *port)
{
	port->key_dma = dma_map_single(port->dev, port->key, 32, DMA_TO_DEVICE);
	return dma_mapping_error(port->dev, port->key_dma) ? -ENOMEM : 0;
}

static void acme_unmap_key(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->key_dma, 32, DMA_TO_DEVICE);
}

static int acme_map_digest(struct acme_port *port)
{
	port->digest_dma = dma_map_single(port->dev, port->digest, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(port->dev, port->digest_dma))
		return -ENOMEM;
	return 0;
}

static void acme_unmap_digest(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->digest_dma, 64, DMA_FROM_DEVICE);
}

int acme_digest(struct acme_port *port)
{
	int ret;

	if (acme_map_key(port))
		return -ENOMEM;
	if (acme_map_digest(port)) {
		acme_unmap_key(port);
		return -ENOMEM;
	}
	if (acme_port_arm(port)) {
		acme_unmap_key(port);
		return -EIO; //~ pending-dma-allocations: what acme_map_digest() mapped
	}
	ret = acme_port_hash(port);
	acme_unmap_digest(port);
	acme_unmap_key(port);
	return ret;
}

/* A ring that is not full is found and emptied later. */

static int acme_ring_fill(struct acme_port *port)
{
	int i;

	for (i = 0; i < 8; i++) {
		port->ring[i] = kmalloc(2048, GFP_KERNEL);
		if (!port->ring[i])
			return -ENOMEM;
		port->ring_dma[i] = dma_map_single(port->dev, port->ring[i], 2048, DMA_FROM_DEVICE);
		if (dma_mapping_error(port->dev, port->ring_dma[i])) {
			port->ring_dma[i] = 0;
			return -ENOMEM;
		}
	}
	return 0;
}

void acme_ring_empty(struct acme_port *port)
{
	int i;

	for (i = 0; i < 8; i++)
		if (port->ring_dma[i])
			dma_unmap_single(port->dev, port->ring_dma[i], 2048, DMA_FROM_DEVICE);
}

int acme_ring_open(struct acme_port *port)
{
	int ret = acme_ring_fill(port);

	if (ret)
		acme_ring_empty(port);
	return ret;
}

void acme_ring_restart(struct acme_port *port)
{
	if (acme_ring_fill(port))
		return;
}

/* True is good. */

bool acme_buf_map(struct acme_port *port)
{
	if (!port->buf)
		return false;
	port->dma = dma_map_single(port->dev, port->buf, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(port->dev, port->dma))
		return false;
	return true;
}

int acme_buf_use(struct acme_port *port)
{
	if (!acme_buf_map(port))
		return -EIO;
	return 0;
}
