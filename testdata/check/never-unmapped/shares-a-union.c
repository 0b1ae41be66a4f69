// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

/* One member of a union is mapped, and unmapped by the name of another. */
struct acme_job {
	struct device *dev;
	void *buf;
	union {
		struct {
			dma_addr_t clear;
		} enc;
		struct {
			dma_addr_t coded;
		} dec;
	} in;
};

static int acme_job_encode(struct platform_device *pdev)
{
	struct acme_job *job = acme_job_of(pdev);

	job->in.enc.clear = dma_map_single(job->dev, job->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(job->dev, job->in.enc.clear))
		return -ENOMEM;
	return 0;
}

static int acme_job_decode(struct platform_device *pdev)
{
	struct acme_job *job = acme_job_of(pdev);

	job->in.dec.coded = dma_map_single(job->dev, job->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(job->dev, job->in.dec.coded))
		return -ENOMEM;
	return 0;
}

static void acme_job_done(struct platform_device *pdev)
{
	struct acme_job *job = acme_job_of(pdev);

	dma_unmap_single(job->dev, job->in.enc.clear, 64, DMA_TO_DEVICE);
}

static struct platform_driver acme_encoder = {
	.probe = acme_job_encode,
	.remove = acme_job_done,
};

static struct platform_driver acme_decoder = {
	.probe = acme_job_decode,
	.remove = acme_job_done,
};
