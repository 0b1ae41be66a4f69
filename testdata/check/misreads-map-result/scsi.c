// SPDX-License-Identifier: Apache-2.0
#include <linux/bug.h>
#include <scsi/scsi_cmnd.h>

struct acme_hba;

int acme_hba_post(struct acme_hba *hba, struct scsi_cmnd *cmd, int nseg);

int acme_hba_read(struct acme_hba *hba, struct scsi_cmnd *cmd)
{
	int nseg = scsi_dma_map(cmd);

	if (!nseg) //~ misreads-map-result: !nseg
		return 0;
	return acme_hba_post(hba, cmd, nseg);
}

int acme_hba_write(struct acme_hba *hba, struct scsi_cmnd *cmd)
{
	int nseg = scsi_dma_map(cmd);

	BUG_ON(nseg < 0);
	if (nseg)
		return acme_hba_post(hba, cmd, nseg);
	return 0;
}

/* The caller looks at it. */
int acme_hba_map(struct scsi_cmnd *cmd)
{
	int nseg = scsi_dma_map(cmd);

	if (!nseg)
		return 0;
	return nseg;
}
