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
	int ret = -ENOMEM;

	if (!dma_map_sg(dev, job->request_payload.sg_list, 1, DMA_TO_DEVICE))
		return ret;
	flags |= sg_dma_len(job->request_payload.sg_list) - 4;
	acme_add(sge, flags, sg_dma_address(job->request_payload.sg_list));

	if (!dma_map_sg(dev, job->reply_payload.sg_list, 1, DMA_FROM_DEVICE))
		goto unmap_out;
	acme_add(sge, sg_dma_len(job->reply_payload.sg_list),
		 sg_dma_address(job->reply_payload.sg_list));
	ret = acme_wait(sge);
	dma_unmap_sg(dev, job->reply_payload.sg_list, 1, DMA_FROM_DEVICE);
unmap_out:
	dma_unmap_sg(dev, job->request_payload.sg_list, 1, DMA_TO_DEVICE);
	return ret;
}
