/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_DMAENGINE_H
#define _LINUX_DMAENGINE_H

#include <linux/device.h>
#include <linux/scatterlist.h>

typedef s32 dma_cookie_t;
typedef void (*dma_async_tx_callback)(void *param);

/* The out side of a mapping: one range as the device sees it. */
struct dma_vec {
	dma_addr_t addr;
	size_t len;
};

enum dma_transfer_direction {
	DMA_MEM_TO_MEM,
	DMA_MEM_TO_DEV,
	DMA_DEV_TO_MEM,
};

#define DMA_PREP_INTERRUPT	BIT(0)
#define DMA_CTRL_ACK		BIT(1)

struct dma_device {
	struct device *dev;
};

struct dma_chan {
	struct dma_device *device;
};

struct dma_async_tx_descriptor {
	dma_cookie_t cookie;
	dma_async_tx_callback callback;
	void *callback_param;
};

struct dma_async_tx_descriptor *
dmaengine_prep_slave_sg(struct dma_chan *chan, struct scatterlist *sgl,
			unsigned int sg_len, enum dma_transfer_direction dir,
			unsigned long flags);
struct dma_async_tx_descriptor *
dmaengine_prep_slave_single(struct dma_chan *chan, dma_addr_t buf, size_t len,
			    enum dma_transfer_direction dir,
			    unsigned long flags);
dma_cookie_t dmaengine_submit(struct dma_async_tx_descriptor *desc);
int dma_submit_error(dma_cookie_t cookie);
void dma_async_issue_pending(struct dma_chan *chan);
int dmaengine_terminate_sync(struct dma_chan *chan);

#endif
