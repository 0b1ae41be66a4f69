// SPDX-License-Identifier: Apache-2.0
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ring_desc {
	dma_addr_t addr;
};

struct acme_host {
	struct device *dev;
	struct completion done;
	struct acme_ring_desc ring[16];
	dma_addr_t dma;
	dma_addr_t rx;
	dma_addr_t tx;
	void *rx_buf;
	void *tx_buf;
	u32 len;
	int err;
};

int acme_host_enable(struct acme_host *host);

/* What ends the transfer unmaps; only after a timeout the function has to. */

void acme_host_finish(struct acme_host *host)
{
	dma_unmap_single(host->dev, host->dma, host->len, DMA_TO_DEVICE);
}

void acme_host_irq(struct acme_host *host)
{
	acme_host_finish(host);
	complete(&host->done);
}

int acme_host_transfer(struct acme_host *host, void *data)
{
	int ret;

	host->dma = dma_map_single(host->dev, data, host->len, DMA_TO_DEVICE);
	if (dma_mapping_error(host->dev, host->dma))
		return -ENOMEM;
	if (!wait_for_completion_timeout(&host->done, HZ)) {
		acme_host_finish(host);
		return -ETIMEDOUT;
	}
	ret = host->err;
	if (ret)
		return ret;
	return 0;
}

/* The caller undoes what the failing function left. */

int acme_host_map(struct acme_host *host)
{
	int ret;

	host->rx = dma_map_single(host->dev, host->rx_buf, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(host->dev, host->rx))
		return -EIO;
	host->tx = dma_map_single(host->dev, host->tx_buf, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(host->dev, host->tx)) {
		host->tx = 0;
		ret = -EIO;
		goto unmap;
	}
	ret = acme_host_enable(host);
	if (ret)
		goto unmap;
	return 0;

unmap:
	dma_unmap_single(host->dev, host->rx, 4096, DMA_FROM_DEVICE);
	host->rx = 0;
	return ret;
}

void acme_host_unmap(struct acme_host *host)
{
	if (host->tx)
		dma_unmap_single(host->dev, host->tx, 4096, DMA_TO_DEVICE);
	if (host->rx)
		dma_unmap_single(host->dev, host->rx, 4096, DMA_FROM_DEVICE);
}

int acme_host_start(struct acme_host *host)
{
	int ret = acme_host_map(host);

	if (ret) {
		acme_host_unmap(host);
		return ret;
	}
	return 0;
}
