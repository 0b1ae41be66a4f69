// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_buf {
	struct device *dev;
	void *data;
	dma_addr_t cmd;
	dma_addr_t pin;
	dma_addr_t status;
	dma_addr_t ring[16];
};

int acme_buf_tell(struct acme_buf *buf);
struct acme_buf *acme_buf_of(struct platform_device *pdev);

/* The transfer is over when this fails: nobody waits for its end. */
static int acme_buf_begin(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	struct acme_buf *buf = dmabuf->priv;

	buf->cmd = dma_map_single(buf->dev, buf->data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(buf->dev, buf->cmd))
		return -ENOMEM;
	if (acme_buf_tell(buf))
		return -EIO; //~ pending-dma-allocations: no caller of acme_buf_begin() unmaps it
	return 0;
}

void acme_buf_irq(struct acme_buf *buf)
{
	dma_unmap_single(buf->dev, buf->cmd, 64, DMA_TO_DEVICE);
}

static const struct dma_buf_ops acme_buf_ops = {
	.begin_cpu_access = acme_buf_begin,
};

/* Another operation of the table ends also what could not be begun. */
static int acme_buf_pin(struct dma_buf_attachment *attach)
{
	struct acme_buf *buf = attach->dmabuf->priv;

	buf->pin = dma_map_single(buf->dev, buf->data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(buf->dev, buf->pin))
		return -ENOMEM;
	if (acme_buf_tell(buf))
		return -EIO;
	return 0;
}

static void acme_buf_release(struct dma_buf *dmabuf)
{
	struct acme_buf *buf = dmabuf->priv;

	dma_unmap_single(buf->dev, buf->pin, 64, DMA_TO_DEVICE);
}

static const struct dma_buf_ops acme_pin_ops = {
	.pin = acme_buf_pin,
	.release = acme_buf_release,
};

/* A ring that is filled in part is emptied when the device is closed. */
static int acme_ring_begin(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	struct acme_buf *buf = dmabuf->priv;
	int i;

	for (i = 0; i < 16; i++) {
		buf->ring[i] = dma_map_single(buf->dev, buf->data, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(buf->dev, buf->ring[i]))
			return -ENOMEM;
		if (acme_buf_tell(buf))
			return -EIO;
	}
	return 0;
}

static const struct dma_buf_ops acme_ring_ops = {
	.begin_cpu_access = acme_ring_begin,
};

/* The device stays, and is closed later. */
static int acme_buf_resume(struct platform_device *pdev)
{
	struct acme_buf *buf = acme_buf_of(pdev);

	buf->status = dma_map_single(buf->dev, buf->data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(buf->dev, buf->status))
		return -ENOMEM;
	if (acme_buf_tell(buf))
		return -EIO;
	return 0;
}

void acme_buf_close(struct acme_buf *buf)
{
	int i;

	dma_unmap_single(buf->dev, buf->status, 64, DMA_FROM_DEVICE);
	for (i = 0; i < 16; i++)
		dma_unmap_single(buf->dev, buf->ring[i], 64, DMA_FROM_DEVICE);
}

static struct platform_driver acme_buf_driver = {
	.resume = acme_buf_resume,
};
