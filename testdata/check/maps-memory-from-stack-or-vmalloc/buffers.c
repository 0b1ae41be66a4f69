// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct acme_cmd {
	u32 op;
	u8 arg[12];
};

struct acme {
	struct device *dev;
	struct acme_cmd cmd;
};

void acme_ring(struct acme *a, dma_addr_t addr);

int acme_stack(struct acme *a, u32 op)
{
	struct acme_cmd cmd = { .op = op };
	dma_addr_t addr = dma_map_single(a->dev, &cmd, sizeof(cmd), DMA_TO_DEVICE); //~ maps-memory-from-stack-or-vmalloc: '&cmd' is on the stack

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	acme_ring(a, addr);
	dma_unmap_single(a->dev, addr, sizeof(cmd), DMA_TO_DEVICE);
	return 0;
}

int acme_vmalloc(struct acme *a, size_t len)
{
	void *buf = vmalloc(len);
	dma_addr_t addr = dma_map_single(a->dev, buf, len, DMA_TO_DEVICE); //~ maps-memory-from-stack-or-vmalloc: 'buf' is memory from vmalloc()

	if (dma_mapping_error(a->dev, addr)) {
		vfree(buf);
		return -ENOMEM;
	}
	acme_ring(a, addr);
	dma_unmap_single(a->dev, addr, len, DMA_TO_DEVICE);
	vfree(buf);
	return 0;
}

/* A pointer on the stack, to memory that is not; a static buffer; a member of an allocated structure. */
int acme_good(struct acme *a, struct acme_cmd *cmd)
{
	static u8 zeroes[64];
	dma_addr_t addr = dma_map_single(a->dev, cmd->arg, sizeof(cmd->arg), DMA_TO_DEVICE);

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	acme_ring(a, addr);
	dma_unmap_single(a->dev, addr, sizeof(cmd->arg), DMA_TO_DEVICE);
	addr = dma_map_single(a->dev, zeroes, sizeof(zeroes), DMA_TO_DEVICE);
	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	acme_ring(a, addr);
	dma_unmap_single(a->dev, addr, sizeof(zeroes), DMA_TO_DEVICE);
	return 0;
}
