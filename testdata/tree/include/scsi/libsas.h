/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SCSI_LIBSAS_H
#define _SCSI_LIBSAS_H

#include <linux/scatterlist.h>

struct sas_smp_task {
	struct scatterlist smp_req;
	struct scatterlist smp_resp;
};

struct sas_task {
	void *lldd_task;
	struct sas_smp_task smp_task;
	void (*task_done)(struct sas_task *task);
};

#endif
