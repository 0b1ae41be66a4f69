// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/errno.h>

struct acme_flash {
	struct device *dev;
	struct dma_chan *chan;
	struct scatterlist *sgl;
	int nents;
	int limit;
};

int acme_flash_wait(struct acme_flash *flash);

int acme_flash_write(struct acme_flash *flash, void *buf, size_t len)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma;
	int ret = -EIO;

	dma = dma_map_single(flash->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(flash->dev, dma)) {
		ret = -ENOMEM;
		goto unmap;
	}
	tx = dmaengine_prep_slave_single(flash->chan, dma, len, DMA_MEM_TO_DEV, 0);
	if (!tx) {
		ret = -EBUSY;
		goto unmap;
	}
	ret = acme_flash_wait(flash);
unmap:
	dma_unmap_single(flash->dev, dma, len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: nothing to unmap
	return ret;
}

int acme_flash_erase(struct acme_flash *flash, void *buf, size_t len)
{
	dma_addr_t dma;
	int ret;

	dma = dma_map_single(flash->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(flash->dev, dma))
		return -ENOMEM;
	ret = acme_flash_wait(flash);
	if (ret) {
		dma_unmap_single(flash->dev, dma, len, DMA_TO_DEVICE);
		goto unmap;
	}
	return 0;
unmap:
	dma_unmap_single(flash->dev, dma, len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: second time
	return ret;
}

/* The list is mapped when it has too many entries for the hardware: that is no failure of the map. */
int acme_flash_list(struct acme_flash *flash)
{
	int n;

	n = dma_map_sg(flash->dev, flash->sgl, flash->nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	if (n > flash->limit) {
		dma_unmap_sg(flash->dev, flash->sgl, flash->nents, DMA_TO_DEVICE);
		return -EINVAL;
	}
	return acme_flash_wait(flash);
}

int acme_flash_read(struct acme_flash *flash, void *buf, size_t len)
{
	dma_addr_t dma;
	int ret;

	dma = dma_map_single(flash->dev, buf, len, DMA_FROM_DEVICE);
	ret = dma_mapping_error(flash->dev, dma);
	if (ret)
		goto out;
	ret = acme_flash_wait(flash);
	if (ret)
		goto unmap;
	return 0;
unmap:
	dma_unmap_single(flash->dev, dma, len, DMA_FROM_DEVICE);
out:
	return ret;
}
