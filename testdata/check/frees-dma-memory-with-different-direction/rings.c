// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_buf {
	dma_addr_t addr;
	unsigned int len;
};

struct acme_nic {
	struct device *dev;
	struct acme_buf rx[32];
	struct acme_buf tx[32];
};

int acme_nic_rx_refill(struct acme_nic *nic, int i, void *data)
{
	struct acme_buf *buf = &nic->rx[i];

	buf->addr = dma_map_single(nic->dev, data, buf->len, DMA_FROM_DEVICE);
	return dma_mapping_error(nic->dev, buf->addr) ? -ENOMEM : 0;
}

/* Both rings are made of one struct. */
void acme_nic_tx_done(struct acme_nic *nic, int i)
{
	struct acme_buf *buf = &nic->tx[i];

	dma_unmap_single(nic->dev, buf->addr, buf->len, DMA_TO_DEVICE);
}
