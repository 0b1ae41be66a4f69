// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_spi {
	struct device *dev;
	void *tx, *rx;
	dma_addr_t tx_dma, rx_dma;
	bool map_tx, map_rx, by_dma;
	u32 bytes;
	u32 count;
};

int acme_spi_pio(struct acme_spi *spi);
void acme_spi_wait(struct acme_spi *spi);

static int acme_spi_bufs(struct acme_spi *spi)
{
	if (spi->map_tx) {
		spi->tx_dma = dma_map_single(spi->dev, spi->tx, spi->bytes, DMA_TO_DEVICE);
		if (dma_mapping_error(spi->dev, spi->tx_dma))
			return -ENOMEM;
	}
	if (spi->map_rx) {
		spi->rx_dma = dma_map_single(spi->dev, spi->rx, spi->bytes, DMA_FROM_DEVICE);
		if (dma_mapping_error(spi->dev, spi->rx_dma))
			return -ENOMEM; //~ pending-dma-allocations: no caller of acme_spi_bufs() unmaps it when that fails
	}
	return 0;
}

static void acme_spi_bufs_complete(struct acme_spi *spi)
{
	if (spi->map_tx)
		dma_unmap_single(spi->dev, spi->tx_dma, spi->bytes, DMA_TO_DEVICE);
	if (spi->map_rx)
		dma_unmap_single(spi->dev, spi->rx_dma, spi->bytes, DMA_FROM_DEVICE);
}

/* The two ways of a transfer tell how they went by one variable. */
static int acme_spi_run(struct acme_spi *spi)
{
	int ret;

	if (spi->by_dma)
		ret = acme_spi_bufs(spi);
	else
		ret = acme_spi_pio(spi);
	if (ret)
		return ret;
	acme_spi_wait(spi);
	if (spi->by_dma)
		acme_spi_bufs_complete(spi);
	return spi->count;
}

static int acme_begin(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	struct acme_spi *spi = dmabuf->priv;
	int status = acme_spi_run(spi);

	if (status > 0)
		return 0;
	return status;
}

static const struct dma_buf_ops acme_ops = {
	.begin_cpu_access = acme_begin,
};

struct acme_nand {
	struct device *dev;
	void *data, *oob;
	dma_addr_t data_dma, oob_dma;
	bool by_dma;
};

int acme_nand_pio(struct acme_nand *nand);

static int acme_nand_map(struct acme_nand *nand)
{
	nand->data_dma = dma_map_single(nand->dev, nand->data, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(nand->dev, nand->data_dma))
		return -ENOMEM;
	nand->oob_dma = dma_map_single(nand->dev, nand->oob, 128, DMA_TO_DEVICE);
	if (dma_mapping_error(nand->dev, nand->oob_dma))
		return -EIO;
	return 0;
}

static void acme_nand_unmap(struct acme_nand *nand)
{
	dma_unmap_single(nand->dev, nand->oob_dma, 128, DMA_TO_DEVICE);
	dma_unmap_single(nand->dev, nand->data_dma, 4096, DMA_TO_DEVICE);
}

/* Here the caller undoes what the first of the two ways has done. */
int acme_nand_write(struct acme_nand *nand)
{
	int ret;

	if (nand->by_dma)
		ret = acme_nand_map(nand);
	else
		ret = acme_nand_pio(nand);
	if (ret) {
		acme_nand_unmap(nand);
		return ret;
	}
	return 0;
}
