// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_hash {
	struct device *dev;
	void *in, *out;
	bool last;
};

int acme_run(struct acme_hash *hash, dma_addr_t in, dma_addr_t out);

int acme_update(struct acme_hash *hash)
{
	dma_addr_t out = 0, in;
	int ret;

	in = dma_map_single(hash->dev, hash->in, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(hash->dev, in))
		return -ENOMEM;
	if (hash->last) {
		out = dma_map_single(hash->dev, hash->out, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(hash->dev, out)) {
			ret = -ENOMEM;
			goto unmap;
		}
	}
	ret = acme_run(hash, in, out);
	dma_unmap_single(hash->dev, out, 64, DMA_FROM_DEVICE); //~ frees-memory-not-allocated: reached before dma_map_single() was called
unmap:
	dma_unmap_single(hash->dev, in, 4096, DMA_TO_DEVICE);
	return ret;
}

/* The same condition decides. */
int acme_update_right(struct acme_hash *hash)
{
	dma_addr_t out = 0;
	int ret;

	if (hash->last) {
		out = dma_map_single(hash->dev, hash->out, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(hash->dev, out))
			return -ENOMEM;
	}
	ret = acme_run(hash, 0, out);
	if (hash->last)
		dma_unmap_single(hash->dev, out, 64, DMA_FROM_DEVICE);
	return ret;
}

/* The handle itself is asked. */
int acme_update_asks(struct acme_hash *hash)
{
	dma_addr_t out = 0;
	int ret;

	if (hash->last) {
		out = dma_map_single(hash->dev, hash->out, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(hash->dev, out))
			return -ENOMEM;
	}
	ret = acme_run(hash, 0, out);
	if (!out)
		return ret;
	dma_unmap_single(hash->dev, out, 64, DMA_FROM_DEVICE);
	return ret;
}
