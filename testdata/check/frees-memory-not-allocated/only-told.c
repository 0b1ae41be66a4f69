// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/printk.h>

struct acme_gpib {
	struct device *dev;
	void *buf;
};

int acme_gpib_setup(struct acme_gpib *gpib, dma_addr_t addr);

int acme_gpib_write(struct acme_gpib *gpib, size_t len)
{
	dma_addr_t addr;
	int ret;

	addr = dma_map_single(gpib->dev, gpib->buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(gpib->dev, addr))
		pr_err("cannot map\n");
	ret = acme_gpib_setup(gpib, addr);
	if (ret)
		goto cleanup;
	ret = acme_gpib_setup(gpib, 0);
cleanup:
	dma_unmap_single(gpib->dev, addr, len, DMA_TO_DEVICE); //~ frees-memory-not-allocated: nothing to unmap
	return ret;
}

/* A flag remembers whether there is something to undo. */
int acme_gpib_read(struct acme_gpib *gpib, size_t len)
{
	bool mapped = false;
	dma_addr_t addr;
	int ret = 0;

	addr = dma_map_single(gpib->dev, gpib->buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(gpib->dev, addr)) {
		ret = -ENOMEM;
		goto cleanup;
	}
	mapped = true;
	ret = acme_gpib_setup(gpib, addr);
cleanup:
	if (mapped)
		dma_unmap_single(gpib->dev, addr, len, DMA_FROM_DEVICE);
	return ret;
}
