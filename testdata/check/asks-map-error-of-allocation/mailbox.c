// SPDX-License-Identifier: Apache-2.0
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_box {
	u32 words[64];
};

struct acme_ctlr {
	struct device *dev;
	struct acme_box *box;
	dma_addr_t box_dma;
	void *log;
	dma_addr_t log_dma;
};

int acme_ctlr_tell(struct acme_ctlr *ctlr, dma_addr_t box);

int acme_ctlr_setup(struct acme_ctlr *ctlr)
{
	struct acme_box *box;

	box = dma_alloc_coherent(ctlr->dev, sizeof(*box), &ctlr->box_dma, GFP_KERNEL);
	if (dma_mapping_error(ctlr->dev, ctlr->box_dma)) //~ asks-map-error-of-allocation: dma_alloc_coherent()
		return -ENOMEM;
	ctlr->box = box;
	return acme_ctlr_tell(ctlr, ctlr->box_dma);
}

/* Asked twice, the second time for nothing. */
int acme_ctlr_setup_twice(struct acme_ctlr *ctlr)
{
	ctlr->box = dma_alloc_coherent(ctlr->dev, sizeof(*ctlr->box), &ctlr->box_dma, GFP_KERNEL);
	if (!ctlr->box || dma_mapping_error(ctlr->dev, ctlr->box_dma))
		return -ENOMEM;
	return acme_ctlr_tell(ctlr, ctlr->box_dma);
}

/* The handle is of a mapping when it is asked about. */
int acme_ctlr_setup_log(struct acme_ctlr *ctlr, bool coherent)
{
	if (coherent) {
		ctlr->log = dma_alloc_coherent(ctlr->dev, 4096, &ctlr->log_dma, GFP_KERNEL);
		return ctlr->log ? 0 : -ENOMEM;
	}
	ctlr->log_dma = dma_map_single(ctlr->dev, ctlr->log, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(ctlr->dev, ctlr->log_dma))
		return -EIO;
	return 0;
}

void acme_ctlr_drop_log(struct acme_ctlr *ctlr)
{
	dma_unmap_single(ctlr->dev, ctlr->log_dma, 4096, DMA_FROM_DEVICE);
}
