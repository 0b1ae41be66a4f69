// SPDX-License-Identifier: Apache-2.0
/*
 * Acme SPI: a transfer of several pages goes through the DMA engine.
 */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_spi {
	struct device *dev;
	struct dma_chan *tx;
	struct sg_table tx_sg;
};

/* device_prep_slave_sg() wants the list itself. */
int acme_spi_send(struct acme_spi *spi, struct page **pages,
		  unsigned int npages, unsigned long bytes)
{
	struct dma_async_tx_descriptor *desc;
	struct sg_table *sgt = &spi->tx_sg;
	int ret;

	ret = sg_alloc_table_from_pages(sgt, pages, npages, 0, bytes,
					GFP_KERNEL);
	if (ret)
		return ret;

	ret = dma_map_sgtable(spi->tx->device->dev, sgt, DMA_TO_DEVICE, 0);
	if (ret)
		goto free;

	desc = dmaengine_prep_slave_sg(spi->tx, sgt->sgl, sgt->nents,
				       DMA_MEM_TO_DEV, DMA_PREP_INTERRUPT);
	if (!desc) {
		ret = -EBUSY;
		goto unmap;
	}
	dmaengine_submit(desc);
	dma_async_issue_pending(spi->tx);
	return 0;

unmap:
	dma_unmap_sgtable(spi->tx->device->dev, sgt, DMA_TO_DEVICE, 0);
free:
	sg_free_table(sgt);
	return ret;
}

void acme_spi_sent(struct acme_spi *spi)
{
	dma_unmap_sgtable(spi->tx->device->dev, &spi->tx_sg, DMA_TO_DEVICE, 0);
	sg_free_table(&spi->tx_sg);
}
