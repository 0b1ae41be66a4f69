/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_MMC_CORE_H
#define _LINUX_MMC_CORE_H

#include <linux/dma-direction.h>
#include <linux/types.h>

#define MMC_DATA_WRITE	(1u << 8)
#define MMC_DATA_READ	(1u << 9)

struct scatterlist;

struct mmc_data {
	unsigned int blksz;
	unsigned int blocks;
	unsigned int flags;
	int error;
	unsigned int bytes_xfered;
	unsigned int sg_len;
	int sg_count;
	struct scatterlist *sg;
};

static inline enum dma_data_direction mmc_get_dma_dir(struct mmc_data *data)
{
	return data->flags & MMC_DATA_WRITE ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
}

#endif
