// SPDX-License-Identifier: Apache-2.0
/*
 * Acme SAS: management frames; request and response are one entry each.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <scsi/libsas.h>

struct acme_smp_frame {
	__le64 req_addr;
	__le32 req_len;
	__le32 resp_len;
	__le64 resp_addr;
};

struct acme_sas {
	struct device *dev;
	struct acme_smp_frame *frame;
};

void acme_sas_ring(struct acme_sas *sas);

int acme_smp_start(struct acme_sas *sas, struct sas_task *task)
{
	struct scatterlist *req = &task->smp_task.smp_req;
	struct scatterlist *resp = &task->smp_task.smp_resp;
	struct acme_smp_frame *frame = sas->frame;

	if (!dma_map_sg(sas->dev, req, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	if (!dma_map_sg(sas->dev, resp, 1, DMA_FROM_DEVICE)) {
		dma_unmap_sg(sas->dev, req, 1, DMA_TO_DEVICE);
		return -ENOMEM;
	}

	frame->req_addr = cpu_to_le64(sg_dma_address(req));
	frame->req_len = cpu_to_le32(sg_dma_len(req));
	frame->resp_addr = cpu_to_le64(sg_dma_address(resp));
	frame->resp_len = cpu_to_le32(sg_dma_len(resp));
	acme_sas_ring(sas);
	return 0;
}

void acme_smp_done(struct acme_sas *sas, struct sas_task *task)
{
	dma_unmap_sg(sas->dev, &task->smp_task.smp_resp, 1, DMA_FROM_DEVICE);
	dma_unmap_sg(sas->dev, &task->smp_task.smp_req, 1, DMA_TO_DEVICE);
	task->task_done(task);
}
