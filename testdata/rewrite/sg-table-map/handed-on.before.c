// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct golden_job {
	struct device *dev;
	struct sg_table sgt;
};

int golden_queue(struct sg_table *sgt);

int golden_job_map(struct golden_job *job)
{
	if (!dma_map_sg(job->dev, job->sgt.sgl, job->sgt.nents, DMA_TO_DEVICE))
		return -ENOMEM;
	return golden_queue(&job->sgt); //~ assist: golden_queue() gets the table
}

void golden_job_unmap(struct golden_job *job)
{
	dma_unmap_sg(job->dev, job->sgt.sgl, job->sgt.nents, DMA_TO_DEVICE);
}
