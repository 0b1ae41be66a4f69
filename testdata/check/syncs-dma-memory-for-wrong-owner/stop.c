// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_cipher {
	struct device *dev;
	void *buf_out;
	void *buf_tag;
	dma_addr_t dma_out;
	dma_addr_t dma_tag;
	size_t size;
};

size_t acme_copy(void *to, void *from, size_t len);

int acme_cipher_init(struct acme_cipher *c)
{
	c->dma_out = dma_map_single(c->dev, c->buf_out, c->size, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->dma_out))
		return -ENOMEM;
	return 0;
}

int acme_cipher_init_tag(struct acme_cipher *c)
{
	c->dma_tag = dma_map_single(c->dev, c->buf_tag, c->size, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->dma_tag))
		return -ENOMEM;
	return 0;
}

size_t acme_cipher_stop(struct acme_cipher *c, void *to)
{
	dma_sync_single_for_device(c->dev, c->dma_out, c->size, DMA_FROM_DEVICE); //~ syncs-dma-memory-for-wrong-owner: acme_copy
	return acme_copy(to, c->buf_out, c->size);
}

size_t acme_cipher_tag(struct acme_cipher *c, void *to)
{
	size_t n;

	dma_sync_single_for_cpu(c->dev, c->dma_tag, c->size, DMA_FROM_DEVICE);
	n = acme_copy(to, c->buf_tag, c->size);
	dma_sync_single_for_device(c->dev, c->dma_tag, c->size, DMA_FROM_DEVICE);
	return n;
}
