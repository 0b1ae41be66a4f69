// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

struct acme_slot {
	struct sk_buff *skb;
	dma_addr_t dma;
};

struct acme_lane {
	struct device *dev;
	struct acme_slot slot[16];
	void *spare;
	void *note;
	dma_addr_t spare_dma;
};

int acme_lane_fill(struct acme_lane *lane, int i, struct sk_buff *skb)
{
	dma_addr_t dma = dma_map_single(lane->dev, skb->data, 2048, DMA_FROM_DEVICE);

	if (dma_mapping_error(lane->dev, dma))
		return -ENOMEM;
	lane->slot[i].skb = skb;
	lane->slot[i].dma = dma;
	return 0;
}

void acme_lane_drain(struct acme_lane *lane)
{
	int i;

	for (i = 0; i < 16; i++) {
		if (lane->slot[i].skb)
			dev_kfree_skb(lane->slot[i].skb); //~ frees-mapped-memory: 'lane->slot[i].skb' is freed before
		dma_unmap_single(lane->dev, lane->slot[i].dma, 2048, DMA_FROM_DEVICE);
	}
}

void acme_lane_drain_right(struct acme_lane *lane)
{
	int i;

	for (i = 0; i < 16; i++) {
		dma_unmap_single(lane->dev, lane->slot[i].dma, 2048, DMA_FROM_DEVICE);
		dev_kfree_skb(lane->slot[i].skb);
	}
}

/* The note is nothing that the device gets. */
int acme_lane_spare(struct acme_lane *lane)
{
	lane->spare_dma = dma_map_single(lane->dev, lane->spare, 64, DMA_FROM_DEVICE);
	return dma_mapping_error(lane->dev, lane->spare_dma) ? -ENOMEM : 0;
}

void acme_lane_spare_end(struct acme_lane *lane)
{
	kfree(lane->note);
	dma_unmap_single(lane->dev, lane->spare_dma, 64, DMA_FROM_DEVICE);
	kfree(lane->spare);
}

/* What could not be mapped is freed, and the one before it goes on. */
void acme_lane_renew(struct acme_lane *lane, int i, struct sk_buff *skb)
{
	dma_addr_t dma = dma_map_single(lane->dev, skb->data, 2048, DMA_FROM_DEVICE);

	if (dma_mapping_error(lane->dev, dma)) {
		dev_kfree_skb(skb);
		skb = NULL;
	}
	if (skb) {
		dma_unmap_single(lane->dev, lane->slot[i].dma, 2048, DMA_FROM_DEVICE);
		lane->slot[i].skb = skb;
		lane->slot[i].dma = dma;
	}
}

/* Memory that the device only reads. */
int acme_lane_send(struct acme_lane *lane, void *frame, int bytes)
{
	dma_addr_t dma = dma_map_single(lane->dev, frame, bytes, DMA_TO_DEVICE);

	if (dma_mapping_error(lane->dev, dma))
		return -ENOMEM;
	acme_lane_wait(lane, dma, bytes);
	kfree(frame);
	dma_unmap_single(lane->dev, dma, bytes, DMA_TO_DEVICE);
	return 0;
}

struct acme_pair {
	struct device *dev;
	void *in;
	void *out;
	dma_addr_t in_dma;
	dma_addr_t out_dma;
};

/* One variable for two buffers. */
int acme_pair_map(struct acme_pair *pair)
{
	void *buffer = pair->in;

	pair->in_dma = dma_map_single(pair->dev, buffer, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(pair->dev, pair->in_dma))
		return -ENOMEM;
	buffer = pair->out;
	pair->out_dma = dma_map_single(pair->dev, buffer, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(pair->dev, pair->out_dma)) {
		dma_unmap_single(pair->dev, pair->in_dma, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

void acme_pair_done(struct acme_pair *pair)
{
	dma_unmap_single(pair->dev, pair->in_dma, 64, DMA_TO_DEVICE);
	kfree(pair->in);
	dma_unmap_single(pair->dev, pair->out_dma, 64, DMA_FROM_DEVICE);
	kfree(pair->out);
}

/* A member of the driver's own that has the name of a packet's. */
struct acme_frame {
	void *data;
	void *label;
	dma_addr_t dma;
};

int acme_frame_map(struct device *dev, struct acme_frame *frame)
{
	frame->dma = dma_map_single(dev, frame->data, 256, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, frame->dma) ? -EIO : 0;
}

void acme_frame_done(struct device *dev, struct acme_frame *frame)
{
	kfree(frame->data); //~ frees-mapped-memory: 'frame->data' is freed before
	dma_unmap_single(dev, frame->dma, 256, DMA_FROM_DEVICE);
}

void acme_frame_named(struct device *dev, struct acme_frame *frame)
{
	kfree(frame->label);
	dma_unmap_single(dev, frame->dma, 256, DMA_FROM_DEVICE);
}
