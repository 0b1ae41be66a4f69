// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_msg {
	const u8 *tx_buf;
	u8 *rx_buf;
	dma_addr_t tx_dma;
	dma_addr_t rx_dma;
	size_t len;
};

struct acme_spi {
	struct device *dev;
	size_t pos;
};

/* A message that is only read has nothing mapped for the device to read. */
int acme_spi_map(struct acme_spi *spi, struct acme_msg *m)
{
	u8 *tx = (u8 *)m->tx_buf + spi->pos;

	if (m->tx_buf) {
		m->tx_dma = dma_map_single(spi->dev, tx, m->len, DMA_TO_DEVICE);
		if (dma_mapping_error(spi->dev, m->tx_dma))
			return -ENOMEM;
	}
	if (m->rx_buf) {
		m->rx_dma = dma_map_single(spi->dev, m->rx_buf, m->len, DMA_FROM_DEVICE);
		if (dma_mapping_error(spi->dev, m->rx_dma)) {
			dma_unmap_single(spi->dev, m->tx_dma, m->len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: is reached before dma_map_single() was called
			return -ENOMEM;
		}
	}
	return 0;
}

void acme_spi_unmap(struct acme_spi *spi, struct acme_msg *m)
{
	if (m->tx_buf)
		dma_unmap_single(spi->dev, m->tx_dma, m->len, DMA_TO_DEVICE);
	if (m->rx_buf)
		dma_unmap_single(spi->dev, m->rx_dma, m->len, DMA_FROM_DEVICE);
}

struct acme_job {
	u8 *key;
	u8 *out;
	dma_addr_t key_dma;
	dma_addr_t out_dma;
};

/* The exit asks for the buffer too. */
int acme_job_map(struct acme_spi *spi, struct acme_job *job)
{
	if (job->key) {
		job->key_dma = dma_map_single(spi->dev, job->key, 32, DMA_TO_DEVICE);
		if (dma_mapping_error(spi->dev, job->key_dma))
			return -ENOMEM;
	}
	job->out_dma = dma_map_single(spi->dev, job->out, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(spi->dev, job->out_dma)) {
		if (job->key)
			dma_unmap_single(spi->dev, job->key_dma, 32, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

void acme_job_unmap(struct acme_spi *spi, struct acme_job *job)
{
	if (job->key)
		dma_unmap_single(spi->dev, job->key_dma, 32, DMA_TO_DEVICE);
	dma_unmap_single(spi->dev, job->out_dma, 64, DMA_FROM_DEVICE);
}
