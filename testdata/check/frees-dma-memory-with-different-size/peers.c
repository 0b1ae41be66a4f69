// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>

struct acme_packet_list {
	struct acme_packet *head;
	struct acme_packet *tail;
};

struct acme_frame {
	u8 data[2048];
};

struct acme_packet {
	struct sk_buff *skb;
	dma_addr_t dma;
};

struct acme_link {
	struct device *dev;
	u32 rx_bytes;
	struct acme_packet rx[8];
	struct acme_packet small[8];
};

int acme_link_fill(struct acme_link *link, int i)
{
	struct acme_packet *packet = &link->rx[i];

	packet->dma = dma_map_single(link->dev, packet->skb->data, sizeof(struct acme_frame),
				     DMA_FROM_DEVICE);
	return dma_mapping_error(link->dev, packet->dma) ? -ENOMEM : 0;
}

void acme_link_take(struct acme_link *link, int i)
{
	struct acme_packet *packet = &link->rx[i];

	dma_unmap_single(link->dev, packet->dma, sizeof(struct acme_frame), DMA_FROM_DEVICE);
}

void acme_link_drop(struct acme_link *link, int i)
{
	struct acme_packet *packet = &link->rx[i];

	dma_unmap_single(link->dev, packet->dma, sizeof(struct acme_packet_list), //~ frees-dma-memory-with-different-size: 'sizeof(struct acme_packet_list)'
			 DMA_FROM_DEVICE);
}

/* The same size by a variable and by its member. */

int acme_small_fill(struct acme_link *link, int i)
{
	struct acme_packet *packet = &link->small[i];

	packet->dma = dma_map_single(link->dev, packet->skb->data, link->rx_bytes,
				     DMA_FROM_DEVICE);
	return dma_mapping_error(link->dev, packet->dma) ? -ENOMEM : 0;
}

void acme_small_take(struct acme_link *link, int i)
{
	struct acme_packet *packet = &link->small[i];

	dma_unmap_single(link->dev, packet->dma, link->rx_bytes, DMA_FROM_DEVICE);
}

void acme_small_drop(struct acme_link *link, int i)
{
	struct acme_packet *packet = &link->small[i];
	u32 bytes = link->rx_bytes;

	dma_unmap_single(link->dev, packet->dma, bytes, DMA_FROM_DEVICE);
}
