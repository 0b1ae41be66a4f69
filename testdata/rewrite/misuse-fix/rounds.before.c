// SPDX-License-Identifier: Apache-2.0
/* Mappings that nobody checks, behind an exit that does not do for them. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

#define GOLDEN_RING 16
#define GOLDEN_BUF 2048

struct golden {
	struct device *dev;
	struct net_device *net;
	struct sk_buff *skbs[GOLDEN_RING];
	dma_addr_t dma[GOLDEN_RING];
	dma_addr_t last;
	unsigned int busy;
	void __iomem *regs;
};

/* What earlier rounds mapped would stay mapped. */
static int golden_fill(struct golden *g)
{
	struct sk_buff *skb;
	int i;

	for (i = 0; i < GOLDEN_RING; i++) {
		skb = netdev_alloc_skb(g->net, GOLDEN_BUF);
		if (!skb)
			return -ENOMEM;
		g->dma[i] = dma_map_single(g->dev, skb->data, GOLDEN_BUF, //~ assist: earlier rounds
					   DMA_FROM_DEVICE);
		g->skbs[i] = skb;
		writel(lower_32_bits(g->dma[i]), g->regs + 4 * i);
	}
	return 0;
}

/* The exit gives back what would be given back twice. */
static int golden_send(struct golden *g, unsigned int len)
{
	void *buf;
	int err = 0;

	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		goto out;
	g->last = dma_map_single(g->dev, buf, len, DMA_TO_DEVICE); //~ assist: 0 or an error
	err = golden_start(g, lower_32_bits(g->last));
	dma_unmap_single(g->dev, g->last, len, DMA_TO_DEVICE);
out:
	kfree(buf);
	return err;
}

/* What was written between the exit and the mapping stays. */
static void golden_again(struct golden *g)
{
	struct sk_buff *skb = netdev_alloc_skb(g->net, GOLDEN_BUF);

	if (!skb)
		return;
	g->busy = 1;
	g->last = dma_map_single(g->dev, skb->data, GOLDEN_BUF, //~ assist: written on line 64
				 DMA_FROM_DEVICE);
	writel(lower_32_bits(g->last), g->regs);
}

void golden_stop(struct golden *g)
{
	int i;

	for (i = 0; i < GOLDEN_RING; i++)
		dma_unmap_single(g->dev, g->dma[i], GOLDEN_BUF, DMA_FROM_DEVICE);
}
