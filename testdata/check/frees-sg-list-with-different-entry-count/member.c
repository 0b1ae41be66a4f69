// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_job {
	struct device *dev;
	struct scatterlist *in;
	struct scatterlist *out;
	int in_count;
	int out_count;
	int out_nents;
};

int acme_job_start(struct acme_job *job, int nents)
{
	job->in_count = dma_map_sg(job->dev, job->in, nents, DMA_TO_DEVICE);
	if (!job->in_count)
		return -ENOMEM;
	return 0;
}

void acme_job_done(struct acme_job *job)
{
	dma_unmap_sg(job->dev, job->in, job->in_count, DMA_TO_DEVICE); //~ frees-sg-list-with-different-entry-count: job->in_count
}

/* The original count is saved before its field is written over. */
int acme_job_fetch(struct acme_job *job)
{
	job->out_nents = job->out_count;
	job->out_count = dma_map_sg(job->dev, job->out, job->out_count, DMA_FROM_DEVICE);
	if (!job->out_count)
		return -ENOMEM;
	return 0;
}

void acme_job_fetched(struct acme_job *job)
{
	dma_unmap_sg(job->dev, job->out, job->out_nents, DMA_FROM_DEVICE);
}
