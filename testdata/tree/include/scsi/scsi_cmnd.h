/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SCSI_SCSI_CMND_H
#define _SCSI_SCSI_CMND_H

#include <linux/dma-mapping.h>

struct scsi_device {
	unsigned int id;
	u64 lun;
};

struct scsi_cmnd {
	struct scsi_device *device;
	enum dma_data_direction sc_data_direction;
	unsigned char *cmnd;
	unsigned short cmd_len;
	int result;
};

#define DID_OK		0x00
#define DID_ERROR	0x07
#define SCSI_MLQUEUE_HOST_BUSY	0x1055

struct scatterlist *scsi_sglist(struct scsi_cmnd *cmd);
unsigned int scsi_sg_count(struct scsi_cmnd *cmd);
unsigned int scsi_bufflen(struct scsi_cmnd *cmd);
int scsi_dma_map(struct scsi_cmnd *cmd);
void scsi_dma_unmap(struct scsi_cmnd *cmd);
void scsi_done(struct scsi_cmnd *cmd);

#define scsi_for_each_sg(cmd, sg, nseg, i) \
	for_each_sg(scsi_sglist(cmd), sg, nseg, i)

#endif
