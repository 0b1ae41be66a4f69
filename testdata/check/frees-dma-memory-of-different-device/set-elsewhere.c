// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_base {
	struct device *dev;
};

/* Another directory stores the same device in both. */
struct acme_dp {
	struct device *dev;
};

struct acme_packet {
	dma_addr_t dma;
	u32 length;
};

int acme_packet_map(struct acme_base *base, struct acme_packet *packet, void *data)
{
	packet->dma = dma_map_single(base->dev, data, packet->length, DMA_TO_DEVICE);
	return dma_mapping_error(base->dev, packet->dma) ? -ENOMEM : 0;
}

void acme_packet_free(struct acme_dp *dp, struct acme_packet *packet)
{
	dma_unmap_single(dp->dev, packet->dma, packet->length, DMA_TO_DEVICE);
}
