/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ACME_HBA_H
#define ACME_HBA_H

#include <linux/device.h>
#include <linux/types.h>

#define ACME_MAX_SGE	32

struct scsi_cmnd;

struct acme_sge {
	__le64 addr;
	__le32 len;
	__le32 flags;
};

struct acme_ccb {
	struct scsi_cmnd *cmd;
	struct acme_sge sge[ACME_MAX_SGE];
	u16 sge_count;
	dma_addr_t sense_dma;
	u8 sense[96];
};

struct acme_hba {
	struct device *dev;
	void __iomem *regs;
};

int acme_hba_submit(struct acme_hba *hba, struct acme_ccb *ccb);
void acme_hba_complete(struct acme_hba *hba, struct acme_ccb *ccb, u32 status);

#endif
