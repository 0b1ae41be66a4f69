// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_job {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
	int dma_nents;
};

void acme_job_put(struct acme_job *job, dma_addr_t addr, unsigned int len);

int acme_job_map(struct acme_job *job)
{
	job->dma_nents = dma_map_sg(job->dev, job->sgl, job->nents, DMA_TO_DEVICE);
	if (!job->dma_nents)
		return -ENOMEM;
	return 0;
}

void acme_job_fill(struct acme_job *job)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(job->sgl, sg, job->nents, i) //~ walks-sg-list-with-different-entry-count: 'job->nents'
		acme_job_put(job, sg_dma_address(sg), sg_dma_len(sg));
}

void acme_job_refill(struct acme_job *job)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(job->sgl, sg, job->dma_nents, i)
		acme_job_put(job, sg_dma_address(sg), sg_dma_len(sg));
}

/* The CPU side has as many entries as were mapped. */
size_t acme_job_bytes(struct acme_job *job)
{
	struct scatterlist *sg;
	size_t bytes = 0;
	int i;

	for_each_sg(job->sgl, sg, job->nents, i)
		bytes += sg->length;
	return bytes;
}

/* The wrong length, but the right number of entries. */
size_t acme_job_swap(struct acme_job *job)
{
	struct scatterlist *sg;
	size_t bytes = 0;
	int i;

	for_each_sg(job->sgl, sg, job->nents, i)
		bytes += sg_dma_len(sg);
	return bytes;
}

struct acme_bulk {
	struct device *dev;
	struct scatterlist *sgl;
	int nents;
};

/* The member has the mapped count from here on. */
int acme_bulk_map(struct acme_bulk *bulk)
{
	bulk->nents = dma_map_sg(bulk->dev, bulk->sgl, bulk->nents, DMA_TO_DEVICE);
	if (!bulk->nents)
		return -ENOMEM;
	return 0;
}

void acme_bulk_fill(struct acme_bulk *bulk, struct acme_job *job)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(bulk->sgl, sg, bulk->nents, i)
		acme_job_put(job, sg_dma_address(sg), sg_dma_len(sg));
}

struct acme_cmd {
	struct device *dev;
	struct scatterlist *sgl;
	unsigned int n_elem;
	unsigned int orig_n_elem;
};

void acme_cmd_init(struct acme_cmd *cmd, struct scatterlist *sgl, unsigned int n_elem)
{
	cmd->sgl = sgl;
	cmd->n_elem = n_elem;
}

/* The member holds what was mapped from then on. */
int acme_cmd_map(struct acme_cmd *cmd)
{
	unsigned int n_elem;

	n_elem = dma_map_sg(cmd->dev, cmd->sgl, cmd->n_elem, DMA_TO_DEVICE);
	if (n_elem < 1)
		return -1;
	cmd->orig_n_elem = cmd->n_elem;
	cmd->n_elem = n_elem;
	return 0;
}

void acme_cmd_fill(struct acme_cmd *cmd, u64 *desc)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(cmd->sgl, sg, cmd->n_elem, i)
		desc[i] = sg_dma_address(sg);
}
