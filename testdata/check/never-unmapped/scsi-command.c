// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_host.h>

struct acme_hba {
	struct scsi_cmnd *running;
	u32 sg_count;
};

void acme_hba_start(struct acme_hba *hba);

static int acme_hba_queue_lck(struct scsi_cmnd *cmd)
{
	struct acme_hba *hba = shost_priv(cmd->device->host);
	int count;

	count = scsi_dma_map(cmd); //~ never-unmapped: scsi_dma_map()
	if (count < 0)
		return SCSI_MLQUEUE_HOST_BUSY;
	scsi_set_resid(cmd, scsi_bufflen(cmd));
	hba->running = cmd;
	hba->sg_count = count;
	acme_hba_start(hba);
	return 0;
}

static DEF_SCSI_QCMD(acme_hba_queue)

static void acme_hba_done(struct acme_hba *hba)
{
	struct scsi_cmnd *cmd = hba->running;

	cmd->result = 0;
	scsi_done(cmd);
}

static irqreturn_t acme_hba_interrupt(int irq, void *data)
{
	acme_hba_done(data);
	return IRQ_HANDLED;
}

static const struct scsi_host_template acme_hba_template = {
	.queuecommand = acme_hba_queue,
};
