// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_job {
	struct device *dev;
	struct scatterlist *src;
	struct scatterlist *dst;
	int src_nents;
	int dst_nents;
	bool one_list;
};

int acme_job_run(struct acme_job *job, int src, int dst);
int acme_job_check(struct acme_job *job);

int acme_job_crypt(struct acme_job *job)
{
	int src, dst, ret;

	src = dma_map_sg(job->dev, job->src, job->src_nents, DMA_TO_DEVICE);
	if (!src)
		return -ENOMEM;
	dst = dma_map_sg(job->dev, job->dst, job->dst_nents, DMA_FROM_DEVICE);
	if (!dst)
		return -ENOMEM; //~ pending-dma-allocations: the end
	ret = acme_job_run(job, src, dst);
	dma_unmap_sg(job->dev, job->src, job->src_nents, DMA_TO_DEVICE);
	dma_unmap_sg(job->dev, job->dst, job->dst_nents, DMA_FROM_DEVICE);
	return ret;
}

int acme_job_queue(struct acme_job *job)
{
	int src, dst, ret;

	src = dma_map_sg(job->dev, job->src, job->src_nents, DMA_TO_DEVICE);
	if (!src)
		return -ENOMEM;
	if (acme_job_check(job))
		return -EINVAL; //~ pending-dma-allocations: another error exit
	dst = dma_map_sg(job->dev, job->dst, job->dst_nents, DMA_FROM_DEVICE);
	if (!dst) {
		ret = -ENOMEM;
		goto unmap_src;
	}
	ret = acme_job_run(job, src, dst);
	if (ret)
		goto unmap_dst;
	return -EINPROGRESS;

unmap_dst:
	dma_unmap_sg(job->dev, job->dst, job->dst_nents, DMA_FROM_DEVICE);
unmap_src:
	dma_unmap_sg(job->dev, job->src, job->src_nents, DMA_TO_DEVICE);
	return ret;
}

/* Each branch maps by itself; what fails in the other one has nothing to undo. */
int acme_job_either(struct acme_job *job)
{
	int n;

	if (job->one_list) {
		n = dma_map_sg(job->dev, job->src, job->src_nents, DMA_BIDIRECTIONAL);
		if (!n)
			return -ENOMEM;
	} else {
		if (acme_job_check(job))
			return -EINVAL;
		n = dma_map_sg(job->dev, job->dst, job->dst_nents, DMA_FROM_DEVICE);
		if (!n)
			return -ENOMEM;
	}
	if (acme_job_run(job, n, n)) {
		if (job->one_list)
			dma_unmap_sg(job->dev, job->src, job->src_nents, DMA_BIDIRECTIONAL);
		else
			dma_unmap_sg(job->dev, job->dst, job->dst_nents, DMA_FROM_DEVICE);
		return -EIO;
	}
	return -EINPROGRESS;
}
