// SPDX-License-Identifier: Apache-2.0
#include <linux/cleanup.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/slab.h>

struct acme_node {
	struct list_head list;
	dma_addr_t addr;
	size_t bytes;
};

int acme_insert(struct acme_node *node);

/* What tells of the mapping was allocated before, and is forgotten. */
int acme_pin(struct device *dev, void *pages, size_t bytes)
{
	struct acme_node *node = kzalloc(sizeof(*node), GFP_KERNEL);
	dma_addr_t addr;
	int ret;

	if (!node)
		return -ENOMEM;
	addr = dma_map_single(dev, pages, bytes, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -EFAULT; //~ loses-buffer-when-mapping-fails: this forgets 'node' when dma_map_single() fails
	node->addr = addr;
	node->bytes = bytes;
	ret = acme_insert(node);
	if (ret) {
		dma_unmap_single(dev, addr, bytes, DMA_FROM_DEVICE);
		kfree(node);
	}
	return ret;
}

/* Freed at the label. */
int acme_pin_right(struct device *dev, void *pages, size_t bytes)
{
	struct acme_node *node = kzalloc(sizeof(*node), GFP_KERNEL);
	dma_addr_t addr;
	int ret;

	if (!node)
		return -ENOMEM;
	addr = dma_map_single(dev, pages, bytes, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, addr)) {
		ret = -EFAULT;
		goto free;
	}
	node->addr = addr;
	ret = acme_insert(node);
	if (!ret)
		return 0;
	dma_unmap_single(dev, addr, bytes, DMA_FROM_DEVICE);
free:
	kfree(node);
	return ret;
}

/* A list has it already. */
int acme_pin_listed(struct device *dev, void *pages, size_t bytes, struct list_head *all)
{
	struct acme_node *node = kzalloc(sizeof(*node), GFP_KERNEL);

	if (!node)
		return -ENOMEM;
	if (!bytes) {
		kfree(node);
		return -EINVAL;
	}
	list_add(&node->list, all);
	node->addr = dma_map_single(dev, pages, bytes, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, node->addr))
		return -EFAULT;
	return 0;
}

/* What goes out of scope is freed. */
int acme_pin_scoped(struct device *dev, size_t bytes)
{
	void *copy __free(kfree) = kzalloc(bytes, GFP_KERNEL);
	dma_addr_t addr;

	if (!copy)
		return -ENOMEM;
	addr = dma_map_single(dev, copy, bytes, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -EFAULT;
	dma_unmap_single(dev, addr, bytes, DMA_FROM_DEVICE);
	return 0;
}
