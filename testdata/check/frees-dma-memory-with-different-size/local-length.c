// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

#define ACME_BUF_BYTES 1536

struct acme_mac {
	struct device *dev;
	struct sk_buff *skb;
	dma_addr_t dma;
};

int acme_mac_send(struct acme_mac *mac, struct sk_buff *skb)
{
	u32 length = skb->len;
	dma_addr_t dma;

	dma = dma_map_single(mac->dev, skb->data, length, DMA_TO_DEVICE);
	if (dma_mapping_error(mac->dev, dma))
		return -ENOMEM;
	mac->dma = dma;
	mac->skb = skb;
	return 0;
}

void acme_mac_sent(struct acme_mac *mac)
{
	dma_unmap_single(mac->dev, mac->dma, ACME_BUF_BYTES, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-size: gets the size 'ACME_BUF_BYTES' for what was mapped with 'length'
	dev_kfree_skb(mac->skb);
}

struct acme_port {
	struct device *dev;
	struct sk_buff *skb;
	dma_addr_t dma;
};

int acme_port_send(struct acme_port *port, struct sk_buff *skb)
{
	u32 length = skb->len;
	dma_addr_t dma;

	dma = dma_map_single(port->dev, skb->data, length, DMA_TO_DEVICE);
	if (dma_mapping_error(port->dev, dma))
		return -ENOMEM;
	port->dma = dma;
	port->skb = skb;
	return 0;
}

void acme_port_sent(struct acme_port *port)
{
	dma_unmap_single(port->dev, port->dma, port->skb->len, DMA_TO_DEVICE);
	dev_kfree_skb(port->skb);
}

struct acme_tap {
	struct device *dev;
	dma_addr_t dma;
};

/* A frame that is too short is made longer, to a length that is not followed. */
int acme_tap_send(struct acme_tap *tap, struct sk_buff *skb)
{
	u32 length = skb->len;
	dma_addr_t dma;

	if (length < ACME_BUF_BYTES)
		length = ACME_BUF_BYTES;
	dma = dma_map_single(tap->dev, skb->data, length, DMA_TO_DEVICE);
	if (dma_mapping_error(tap->dev, dma))
		return -ENOMEM;
	tap->dma = dma;
	return 0;
}

void acme_tap_sent(struct acme_tap *tap)
{
	dma_unmap_single(tap->dev, tap->dma, ACME_BUF_BYTES, DMA_TO_DEVICE);
}
