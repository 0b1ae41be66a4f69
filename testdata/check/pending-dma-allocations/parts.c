// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct acme_tx {
	struct sk_buff *skb;
	dma_addr_t addr;
	u32 bytes;
};

struct acme_nic {
	struct device *dev;
	struct acme_tx ring[64];
	int next;
};

void acme_kick(struct acme_nic *nic, int last);

/* The packet goes, and the ring keeps no more than the addresses of its parts. */
netdev_tx_t acme_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);
	int f, at = nic->next;
	dma_addr_t addr;

	for (f = 0; f < skb_shinfo(skb)->nr_frags; f++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[f];

		addr = skb_frag_dma_map(nic->dev, frag, 0, skb_frag_size(frag), DMA_TO_DEVICE);
		if (dma_mapping_error(nic->dev, addr))
			goto drop; //~ pending-dma-allocations: this leaves what earlier rounds of skb_frag_dma_map() mapped; nothing on the way unmaps it
		nic->ring[at].addr = addr;
		nic->ring[at].bytes = skb_frag_size(frag);
		at = (at + 1) % 64;
	}
	nic->ring[at].skb = skb;
	nic->next = at;
	acme_kick(nic, at);
	return NETDEV_TX_OK;
drop:
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

static void acme_tx_undo(struct acme_nic *nic, int from, int to)
{
	for (; from != to; from = (from + 1) % 64)
		dma_unmap_page(nic->dev, nic->ring[from].addr, nic->ring[from].bytes, DMA_TO_DEVICE);
}

netdev_tx_t acme_xmit_right(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);
	int f, at = nic->next;
	dma_addr_t addr;

	for (f = 0; f < skb_shinfo(skb)->nr_frags; f++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[f];

		addr = skb_frag_dma_map(nic->dev, frag, 0, skb_frag_size(frag), DMA_TO_DEVICE);
		if (dma_mapping_error(nic->dev, addr))
			goto drop;
		nic->ring[at].addr = addr;
		nic->ring[at].bytes = skb_frag_size(frag);
		at = (at + 1) % 64;
	}
	nic->ring[at].skb = skb;
	nic->next = at;
	acme_kick(nic, at);
	return NETDEV_TX_OK;
drop:
	acme_tx_undo(nic, nic->next, at);
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

/* A segment is mapped by a function of its own, and its caller frees the packet. */
static int acme_put(struct acme_nic *nic, int at, void *data, u32 bytes)
{
	dma_addr_t addr = dma_map_single(nic->dev, data, bytes, DMA_TO_DEVICE);

	if (dma_mapping_error(nic->dev, addr))
		return -ENOMEM;
	nic->ring[at].addr = addr;
	nic->ring[at].bytes = bytes;
	return 0;
}

static int acme_submit_tso(struct acme_nic *nic, struct sk_buff *skb, u32 mss)
{
	u32 done;
	int ret;

	for (done = 0; done < skb->len; done += mss) {
		ret = acme_put(nic, nic->next, skb->data + done, mss);
		if (ret)
			goto release; //~ pending-dma-allocations: this leaves what earlier rounds of acme_put() mapped
		nic->next = (nic->next + 1) % 64;
	}
	acme_kick(nic, nic->next);
	return 0;
release:
	return ret;
}

netdev_tx_t acme_xmit_tso(struct sk_buff *skb, struct net_device *ndev)
{
	if (acme_submit_tso(netdev_priv(ndev), skb, 1400))
		dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

/* The caller has what was mapped undone. */
static int acme_submit_parts(struct acme_nic *nic, struct sk_buff *skb, u32 mss)
{
	u32 done;
	int ret;

	for (done = 0; done < skb->len; done += mss) {
		ret = acme_put(nic, nic->next, skb->data + done, mss);
		if (ret)
			return ret;
		nic->next = (nic->next + 1) % 64;
	}
	acme_kick(nic, nic->next);
	return 0;
}

netdev_tx_t acme_xmit_parts(struct sk_buff *skb, struct net_device *ndev)
{
	struct acme_nic *nic = netdev_priv(ndev);
	int first = nic->next;

	if (acme_submit_parts(nic, skb, 1400)) {
		acme_tx_undo(nic, first, nic->next);
		nic->next = first;
		dev_kfree_skb(skb);
	}
	return NETDEV_TX_OK;
}

/* As many parts are sent as could be mapped. */
int acme_send_some(struct acme_nic *nic, void **data, int n)
{
	dma_addr_t addr;
	int i;

	for (i = 0; i < n; i++) {
		addr = dma_map_single(nic->dev, data[i], 512, DMA_TO_DEVICE);
		if (dma_mapping_error(nic->dev, addr))
			break;
		nic->ring[i].addr = addr;
	}
	acme_kick(nic, i);
	return i;
}

/* Each part holds its page, and ends by itself. */
static int acme_dump(struct acme_nic *nic, struct sk_buff *skb)
{
	int f;

	for (f = 0; f < skb_shinfo(skb)->nr_frags; f++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[f];
		dma_addr_t addr;

		addr = skb_frag_dma_map(nic->dev, frag, 0, skb_frag_size(frag), DMA_TO_DEVICE);
		if (dma_mapping_error(nic->dev, addr))
			return -ENOMEM;
		get_page(skb_frag_page(frag));
		nic->ring[nic->next].addr = addr;
		acme_kick(nic, nic->next++);
	}
	return 0;
}

netdev_tx_t acme_xmit_dump(struct sk_buff *skb, struct net_device *ndev)
{
	if (acme_dump(netdev_priv(ndev), skb))
		dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}
