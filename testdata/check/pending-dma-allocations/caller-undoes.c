// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_io {
	struct device *dev;
	void *list;
	size_t list_len;
	dma_addr_t list_dma;
	void *sense;
	dma_addr_t sense_dma;
};

bool acme_ring_is_full(struct acme_io *io);
int acme_ring_post(struct acme_io *io);

static void acme_io_release(struct acme_io *io)
{
	if (io->list_dma)
		dma_unmap_single(io->dev, io->list_dma, io->list_len, DMA_TO_DEVICE);
	if (io->sense_dma)
		dma_unmap_single(io->dev, io->sense_dma, 96, DMA_FROM_DEVICE);
}

/* One exit too many unmaps here; the caller undoes whatever is mapped when this fails. */
static int acme_io_describe(struct acme_io *io)
{
	io->list_dma = dma_map_single(io->dev, io->list, io->list_len, DMA_TO_DEVICE);
	if (dma_mapping_error(io->dev, io->list_dma)) {
		io->list_dma = 0;
		return -EBUSY;
	}
	io->sense_dma = dma_map_single(io->dev, io->sense, 96, DMA_FROM_DEVICE);
	if (dma_mapping_error(io->dev, io->sense_dma)) {
		dma_unmap_single(io->dev, io->list_dma, io->list_len, DMA_TO_DEVICE);
		io->list_dma = 0;
		io->sense_dma = 0;
		return -EBUSY;
	}
	if (acme_ring_is_full(io))
		return -EBUSY;
	return 0;
}

int acme_io_queue(struct acme_io *io)
{
	int ret;

	ret = acme_io_describe(io);
	if (ret) {
		acme_io_release(io);
		return ret;
	}
	return acme_ring_post(io);
}

struct acme_job {
	struct device *dev;
	void *buf;
	dma_addr_t dma;
	void *reply;
	dma_addr_t reply_dma;
};

bool acme_job_is_stopped(struct acme_job *job);
int acme_job_post(struct acme_job *job);

static int acme_job_map(struct acme_job *job)
{
	job->dma = dma_map_single(job->dev, job->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(job->dev, job->dma))
		return -ENOMEM;
	if (acme_job_is_stopped(job))
		return -EBUSY; //~ pending-dma-allocations: another error exit of acme_job_map() unmaps it
	job->reply_dma = dma_map_single(job->dev, job->reply, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(job->dev, job->reply_dma)) {
		dma_unmap_single(job->dev, job->dma, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

int acme_job_run(struct acme_job *job)
{
	int ret;

	ret = acme_job_map(job);
	if (ret)
		return ret;
	return acme_job_post(job);
}

void acme_job_done(struct acme_job *job)
{
	dma_unmap_single(job->dev, job->dma, 64, DMA_TO_DEVICE);
	dma_unmap_single(job->dev, job->reply_dma, 64, DMA_FROM_DEVICE);
}
