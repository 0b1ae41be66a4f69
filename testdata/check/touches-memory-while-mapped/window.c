// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_head {
	u32 len;
	u32 status;
};

struct acme {
	struct device *dev;
	struct completion done;
	dma_addr_t addr;
};

void acme_run(struct acme *a, dma_addr_t addr);

int acme_late_header(struct acme *a, struct acme_head *head)
{
	dma_addr_t addr = dma_map_single(a->dev, head, sizeof(*head), DMA_TO_DEVICE);

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	head->len = sizeof(*head); //~ touches-memory-while-mapped: 'head->len' is written after dma_map_single()
	acme_run(a, addr);
	dma_unmap_single(a->dev, addr, sizeof(*head), DMA_TO_DEVICE);
	return 0;
}

int acme_early_look(struct acme *a, u8 *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(a->dev, buf, len, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	acme_run(a, addr);
	wait_for_completion(&a->done);
	first = buf[0]; //~ touches-memory-while-mapped: 'buf[0]' is read before
	dma_unmap_single(a->dev, addr, len, DMA_FROM_DEVICE);
	return first;
}

int acme_late_copy(struct acme *a, void *buf, const void *data, u32 len)
{
	a->addr = dma_map_single(a->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(a->dev, a->addr))
		return -ENOMEM;
	memcpy(buf, data, len); //~ touches-memory-while-mapped: 'memcpy(buf, data, len)' is written
	acme_run(a, a->addr);
	return 0;
}

int acme_in_turn(struct acme *a, u8 *buf, struct acme_head *head, u32 len)
{
	dma_addr_t addr;
	int first;

	buf[0] = len;
	addr = dma_map_single(a->dev, buf, len, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(a->dev, addr)) {
		buf[0] = 0;
		return -ENOMEM;
	}
	head->len = len;
	acme_run(a, addr);
	dma_sync_single_for_cpu(a->dev, addr, len, DMA_BIDIRECTIONAL);
	first = buf[0];
	buf[0] = 0;
	dma_sync_single_for_device(a->dev, addr, len, DMA_BIDIRECTIONAL);
	acme_run(a, addr);
	dma_unmap_single(a->dev, addr, len, DMA_BIDIRECTIONAL);
	return first + buf[0];
}

/* The device only gets the first part of the structure. */
#define ACME_WIRE_BYTES 4

int acme_front(struct acme *a, struct acme_head *head)
{
	a->addr = dma_map_single(a->dev, head, ACME_WIRE_BYTES, DMA_TO_DEVICE);
	if (dma_mapping_error(a->dev, a->addr))
		return -ENOMEM;
	head->status = 1;
	acme_run(a, a->addr);
	return 0;
}
