// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>

struct bsg_buffer {
	unsigned int payload_len;
	int sg_cnt;
	struct scatterlist *sg_list;
};

struct bsg_job {
	struct bsg_buffer request_payload;
	struct bsg_buffer reply_payload;
};

void acme_add(void *sge, u32 flags, dma_addr_t addr);
int acme_wait(void *sge);

static int acme_smp(struct device *dev, struct bsg_job *job, void *sge)
{
	u32 flags = 0;
	dma_addr_t request_payload_dma, reply_payload_dma;
	int ret = -ENOMEM;

	request_payload_dma = dma_map_phys(dev, sg_phys(job->request_payload.sg_list),
					   job->request_payload.sg_list->length, DMA_TO_DEVICE, 0);
	if (dma_mapping_error(dev, request_payload_dma))
		return ret;
	flags |= job->request_payload.sg_list->length - 4;
	acme_add(sge, flags, request_payload_dma);

	reply_payload_dma = dma_map_phys(dev,
					 sg_phys(job->reply_payload.sg_list),
					 job->reply_payload.sg_list->length,
					 DMA_FROM_DEVICE, 0);
	if (dma_mapping_error(dev, reply_payload_dma))
		goto unmap_out;
	acme_add(sge, job->reply_payload.sg_list->length,
		 reply_payload_dma);
	ret = acme_wait(sge);
	dma_unmap_phys(dev, reply_payload_dma,
		       job->reply_payload.sg_list->length, DMA_FROM_DEVICE, 0);
unmap_out:
	dma_unmap_phys(dev, request_payload_dma,
		       job->request_payload.sg_list->length, DMA_TO_DEVICE, 0);
	return ret;
}
