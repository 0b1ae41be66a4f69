// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_i2c {
	struct device *dev;
	struct scatterlist sg_io[2];
	u8 addr;
};

int acme_i2c_prepare(struct acme_i2c *i2c, struct scatterlist *sg);

/* The exits behind the second mapping take back the first alone. */
int acme_i2c_read(struct acme_i2c *i2c, u8 *buf, size_t len)
{
	sg_init_one(&i2c->sg_io[0], &i2c->addr, 1);
	if (!dma_map_sg(i2c->dev, &i2c->sg_io[0], 1, DMA_TO_DEVICE))
		return -ENOMEM;
	sg_init_one(&i2c->sg_io[1], buf, len);
	if (!dma_map_sg(i2c->dev, &i2c->sg_io[1], 1, DMA_FROM_DEVICE))
		goto unmap_address;
	if (acme_i2c_prepare(i2c, &i2c->sg_io[1]))
		goto unmap_address; //~ pending-dma-allocations: the end of acme_i2c_read() unmaps it
	dma_unmap_sg(i2c->dev, &i2c->sg_io[1], 1, DMA_FROM_DEVICE);
	dma_unmap_sg(i2c->dev, &i2c->sg_io[0], 1, DMA_TO_DEVICE);
	return 0;

unmap_address:
	dma_unmap_sg(i2c->dev, &i2c->sg_io[0], 1, DMA_TO_DEVICE);
	return -EIO;
}

/* Each exit takes back what stands. */
int acme_i2c_write(struct acme_i2c *i2c, u8 *buf, size_t len)
{
	sg_init_one(&i2c->sg_io[0], &i2c->addr, 1);
	if (!dma_map_sg(i2c->dev, &i2c->sg_io[0], 1, DMA_TO_DEVICE))
		return -ENOMEM;
	sg_init_one(&i2c->sg_io[1], buf, len);
	if (!dma_map_sg(i2c->dev, &i2c->sg_io[1], 1, DMA_TO_DEVICE))
		goto unmap_address;
	if (acme_i2c_prepare(i2c, &i2c->sg_io[1]))
		goto unmap_data;
	dma_unmap_sg(i2c->dev, &i2c->sg_io[1], 1, DMA_TO_DEVICE);
	dma_unmap_sg(i2c->dev, &i2c->sg_io[0], 1, DMA_TO_DEVICE);
	return 0;

unmap_data:
	dma_unmap_sg(i2c->dev, &i2c->sg_io[1], 1, DMA_TO_DEVICE);
unmap_address:
	dma_unmap_sg(i2c->dev, &i2c->sg_io[0], 1, DMA_TO_DEVICE);
	return -EIO;
}
