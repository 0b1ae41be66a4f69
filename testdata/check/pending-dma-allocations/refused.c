// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/skbuff.h>

struct acme_pipe {
	struct device *dev;
	void __iomem *regs;
	struct sk_buff *skbs[16];
	dma_addr_t addrs[16];
	unsigned int used;
};

static int acme_pipe_post(struct acme_pipe *pipe, struct sk_buff *skb, dma_addr_t addr)
{
	if (pipe->used == 16)
		return -ENOSPC;
	pipe->skbs[pipe->used] = skb;
	pipe->addrs[pipe->used++] = addr;
	return 0;
}

/* The pipe does not take the packet, which is freed while it is mapped. */
int acme_pipe_fill(struct acme_pipe *pipe, size_t size)
{
	struct sk_buff *skb = dev_alloc_skb(size);
	dma_addr_t addr;
	int ret;

	if (!skb)
		return -ENOMEM;
	addr = dma_map_single(pipe->dev, skb->data, size, DMA_FROM_DEVICE);
	if (dma_mapping_error(pipe->dev, addr)) {
		dev_kfree_skb_any(skb);
		return -EIO;
	}
	ret = acme_pipe_post(pipe, skb, addr);
	if (ret) {
		dev_kfree_skb_any(skb); //~ pending-dma-allocations: this frees what dma_map_single() mapped
		return ret;
	}
	return 0;
}

int acme_pipe_refill(struct acme_pipe *pipe, size_t size)
{
	struct sk_buff *skb = dev_alloc_skb(size);
	dma_addr_t addr;
	int ret;

	if (!skb)
		return -ENOMEM;
	addr = dma_map_single(pipe->dev, skb->data, size, DMA_FROM_DEVICE);
	if (dma_mapping_error(pipe->dev, addr)) {
		dev_kfree_skb_any(skb);
		return -EIO;
	}
	ret = acme_pipe_post(pipe, skb, addr);
	if (ret) {
		dma_unmap_single(pipe->dev, addr, size, DMA_FROM_DEVICE);
		dev_kfree_skb_any(skb);
	}
	return ret;
}

void acme_pipe_drain(struct acme_pipe *pipe, size_t size)
{
	while (pipe->used--) {
		dma_unmap_single(pipe->dev, pipe->addrs[pipe->used], size, DMA_FROM_DEVICE);
		dev_kfree_skb_any(pipe->skbs[pipe->used]);
	}
}

static void acme_pipe_write(struct acme_pipe *pipe, u32 reg, u32 value)
{
	writel(value, pipe->regs + reg);
}

int acme_pipe_start(struct acme_pipe *pipe);

/* A function that writes a register keeps nothing. */
int acme_pipe_load(struct acme_pipe *pipe, void *firmware, size_t size)
{
	dma_addr_t addr;

	addr = dma_map_single(pipe->dev, firmware, size, DMA_TO_DEVICE);
	if (dma_mapping_error(pipe->dev, addr))
		return -EIO;
	acme_pipe_write(pipe, 0x10, addr);
	if (acme_pipe_start(pipe))
		return -EIO; //~ pending-dma-allocations: the end of acme_pipe_load() unmaps it
	dma_unmap_single(pipe->dev, addr, size, DMA_TO_DEVICE);
	return 0;
}

/* One that puts it into a descriptor does. */
static void acme_pipe_describe(struct acme_pipe *pipe, dma_addr_t addr)
{
	pipe->addrs[0] = addr;
	writel(addr, pipe->regs);
}

int acme_pipe_begin(struct acme_pipe *pipe, void *buf, size_t size)
{
	dma_addr_t addr;

	addr = dma_map_single(pipe->dev, buf, size, DMA_TO_DEVICE);
	if (dma_mapping_error(pipe->dev, addr))
		return -EIO;
	acme_pipe_describe(pipe, addr);
	if (acme_pipe_start(pipe))
		return -EIO;
	return 0;
}
