// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_io {
	struct device *dev;
	phys_addr_t phys;
	dma_addr_t fifo;
};

struct acme_buf {
	struct device *dev;
	dma_addr_t dma;
	size_t len;
};

struct acme_io *acme_io_of(struct platform_device *pdev);

/* What this unmaps is read here: it is another mapping's. */
static void acme_buf_unmap(struct acme_buf *buf)
{
	dma_unmap_single(buf->dev, buf->dma, buf->len, DMA_TO_DEVICE);
}

static int acme_buf_map(struct acme_buf *buf, void *data)
{
	buf->dma = dma_map_single(buf->dev, data, buf->len, DMA_TO_DEVICE);
	return dma_mapping_error(buf->dev, buf->dma) ? -ENOMEM : 0;
}

int acme_buf_send(struct acme_buf *buf, void *data)
{
	int ret = acme_buf_map(buf, data);

	if (ret)
		return ret;
	acme_buf_start(buf);
	acme_buf_unmap(buf);
	return 0;
}

static int acme_io_probe(struct platform_device *pdev)
{
	struct acme_io *io = acme_io_of(pdev);

	io->fifo = dma_map_resource(io->dev, io->phys, 4096, DMA_BIDIRECTIONAL, 0); //~ never-unmapped: dma_map_resource()
	if (dma_mapping_error(io->dev, io->fifo))
		return -ENOMEM;
	return 0;
}

static void acme_io_remove(struct platform_device *pdev)
{
	acme_io_stop(acme_io_of(pdev));
}

static struct platform_driver acme_io_driver = {
	.probe = acme_io_probe,
	.remove = acme_io_remove,
};
