/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_BLK_MQ_H
#define _LINUX_BLK_MQ_H

#include <linux/dma-mapping.h>

struct request {
	unsigned int tag;
	unsigned int cmd_flags;
};

#define REQ_OP_WRITE	1u

#define rq_dma_dir(rq) \
	(((rq)->cmd_flags & REQ_OP_WRITE) ? DMA_TO_DEVICE : DMA_FROM_DEVICE)

unsigned int blk_rq_bytes(const struct request *rq);
unsigned long long blk_rq_pos(const struct request *rq);
int blk_rq_map_sg(struct request *rq, struct scatterlist *sglist);
void *blk_mq_rq_to_pdu(struct request *rq);
void blk_mq_end_request(struct request *rq, int error);

#endif
