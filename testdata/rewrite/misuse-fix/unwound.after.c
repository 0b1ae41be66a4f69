// SPDX-License-Identifier: Apache-2.0
/* Mappings that nobody checks, behind an exit for something else that was missing. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#define GOLDEN_RING 16
#define GOLDEN_BUF 2048
#define GOLDEN_ROOM(g) ((g)->room - NET_IP_ALIGN)

struct golden_desc {
	__le32 addr;
	__le32 flags;
};

struct golden_slot {
	struct sk_buff *skb;
	dma_addr_t dma;
};

struct golden {
	struct device *dev;
	struct net_device *net;
	spinlock_t lock;
	unsigned int filled;
	unsigned int buffers;
	unsigned int room;
	unsigned int cur;
	struct golden_slot rx[GOLDEN_RING];
	struct sk_buff *sent[GOLDEN_RING];
	dma_addr_t sent_dma[GOLDEN_RING];
	struct golden_desc *ring;
	void *table;
	dma_addr_t table_dma;
	void *log;
	dma_addr_t log_dma;
	char *text;
	dma_addr_t text_dma;
	void __iomem *regs;
};

static void golden_fill(struct golden *g)
{
	struct sk_buff *skb;
	unsigned int len;
	int i;

	for (i = 0; i < GOLDEN_RING; i++) {
		skb = netdev_alloc_skb(g->net, GOLDEN_BUF);
		g->rx[i].skb = skb;
		if (!skb) {
			netdev_err(g->net, "no memory for the ring\n");
			break;
		}
		skb_reserve(skb, NET_IP_ALIGN);
		++g->buffers;
		len = GOLDEN_ROOM(g);
		g->rx[i].dma = dma_map_single(g->dev, skb->data, len, DMA_FROM_DEVICE);
		if (dma_mapping_error(g->dev, g->rx[i].dma)) {
			g->buffers--;
			g->rx[i].skb = NULL;
			dev_kfree_skb_any(skb);
			break;
		}

		g->ring[i].addr = cpu_to_le32(g->rx[i].dma);
	}
	g->filled = i;
}

static netdev_tx_t golden_xmit(struct sk_buff *skb, struct net_device *net)
{
	struct golden *g = netdev_priv(net);
	unsigned int slot;
	unsigned long flags;

	if (skb_padto(skb, ETH_ZLEN))
		return NETDEV_TX_OK;

	spin_lock_irqsave(&g->lock, flags);
	slot = g->cur % GOLDEN_RING;
	g->sent[slot] = skb;
	g->sent_dma[slot] = dma_map_single(g->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(g->dev, g->sent_dma[slot])) {
		g->sent[slot] = NULL;
		spin_unlock_irqrestore(&g->lock, flags);
		dev_kfree_skb_any(skb);
		net->stats.tx_dropped++;
		return NETDEV_TX_OK;
	}

	g->ring[slot].addr = cpu_to_le32(g->sent_dma[slot]);
	g->cur++;
	spin_unlock_irqrestore(&g->lock, flags);
	return NETDEV_TX_OK;
}

static int golden_tables(struct golden *g)
{
	int err;

	g->table = kzalloc(GOLDEN_BUF, GFP_KERNEL);
	if (!g->table)
		return -ENOMEM;
	g->table_dma = dma_map_single(g->dev, g->table, GOLDEN_BUF, DMA_TO_DEVICE);
	if (dma_mapping_error(g->dev, g->table_dma)) {
		err = -ENOMEM;
		goto free_table;
	}

	g->log_dma = dma_map_single(g->dev, g->log, GOLDEN_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(g->dev, g->log_dma)) {
		dma_unmap_single(g->dev, g->table_dma, GOLDEN_BUF,
				 DMA_TO_DEVICE);
		err = -ENOMEM;
		goto free_table;
	}

	writel(lower_32_bits(g->log_dma), g->regs);
	return 0;

free_table:
	kfree(g->table);
	g->table = NULL;
	return err;
}

static int golden_log(struct golden *g)
{
	void *text;
	int err;

	g->table = kzalloc(GOLDEN_BUF, GFP_KERNEL);
	if (!g->table)
		return -ENOMEM;
	text = kzalloc(GOLDEN_BUF, GFP_KERNEL);
	if (!text) {
		err = -ENOMEM;
		goto free_table;
	}
	g->text_dma = dma_map_single(g->dev, text, GOLDEN_BUF, DMA_FROM_DEVICE);
	if (dma_mapping_error(g->dev, g->text_dma)) {
		err = -ENOMEM;
		goto free_text;
	}

	g->text = text;
	err = golden_start(g, lower_32_bits(g->text_dma));
	if (err)
		goto free_text;
	return 0;

free_text:
	kfree(text);
free_table:
	kfree(g->table);
	return err;
}

void golden_drain(struct golden *g, struct sk_buff *skb)
{
	int i;

	for (i = 0; i < g->filled; i++)
		dma_unmap_single(g->dev, g->rx[i].dma, GOLDEN_BUF - NET_IP_ALIGN, DMA_FROM_DEVICE);
	dma_unmap_single(g->dev, g->sent_dma[0], skb->len, DMA_TO_DEVICE);
	dma_unmap_single(g->dev, g->table_dma, GOLDEN_BUF, DMA_TO_DEVICE);
	dma_unmap_single(g->dev, g->log_dma, GOLDEN_BUF, DMA_FROM_DEVICE);
	dma_unmap_single(g->dev, g->text_dma, GOLDEN_BUF, DMA_FROM_DEVICE);
}
