// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/dma-buf.h>
#include <crypto/engine.h>
#include <scsi/scsi_cmnd.h>

struct acme_aes {
	struct device *dev;
	struct scatterlist *in, *out;
	int in_nents, out_nents;
};

void acme_aes_go(struct acme_aes *aes);

static int acme_aes_link(struct acme_aes *aes)
{
	if (!dma_map_sg(aes->dev, aes->in, aes->in_nents, DMA_TO_DEVICE))
		return -EINVAL;
	if (!dma_map_sg(aes->dev, aes->out, aes->out_nents, DMA_FROM_DEVICE))
		return -EINVAL; //~ pending-dma-allocations: no caller of acme_aes_link() unmaps it when that fails
	return 0;
}

static int acme_aes_process(struct acme_aes *aes)
{
	int ret = acme_aes_link(aes);

	if (ret)
		return ret;
	acme_aes_go(aes);
	dma_unmap_sg(aes->dev, aes->out, aes->out_nents, DMA_FROM_DEVICE);
	dma_unmap_sg(aes->dev, aes->in, aes->in_nents, DMA_TO_DEVICE);
	return 0;
}

/* The error goes to those who wait for the request. */
static int acme_aes_one(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	int err;

	err = acme_aes_process(dmabuf->priv);
	crypto_finalize_hash_request(0, dmabuf->priv, err);
	return 0;
}

static const struct dma_buf_ops acme_aes_ops = {
	.begin_cpu_access = acme_aes_one,
};

struct acme_scsi {
	int busy;
};

struct acme_scsi *acme_scsi_of(struct scsi_cmnd *cmd);

/* The macro below writes the caller. */
static int acme_scsi_queue_lck(struct scsi_cmnd *cmd)
{
	int n = scsi_dma_map(cmd);

	if (n < 0)
		return SCSI_MLQUEUE_HOST_BUSY;
	if (acme_scsi_of(cmd)->busy)
		return SCSI_MLQUEUE_HOST_BUSY; //~ pending-dma-allocations: no caller of acme_scsi_queue_lck() unmaps it
	return 0;
}

static DEF_SCSI_QCMD(acme_scsi_queue)

void acme_scsi_done(struct scsi_cmnd *cmd)
{
	scsi_dma_unmap(cmd);
}
