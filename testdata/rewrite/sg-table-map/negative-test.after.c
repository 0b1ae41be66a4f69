// SPDX-License-Identifier: Apache-2.0
/* A table of one entry; the error test never saw a failure. */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>

struct golden_trace {
	struct device *dev;
	struct sg_table table;
	dma_addr_t base;
};

int golden_trace_alloc(struct golden_trace *t, void *buf, unsigned int size)
{
	int ret;

	ret = sg_alloc_table(&t->table, 1, GFP_KERNEL);
	if (ret)
		return ret;
	sg_set_buf(t->table.sgl, buf, size);
	ret = dma_map_sgtable(t->dev, &t->table, DMA_FROM_DEVICE, 0);
	if (ret)
		goto free;
	t->base = sg_dma_address(t->table.sgl);
	return 0;

free:
	sg_free_table(&t->table);
	return ret;
}

void golden_trace_free(struct golden_trace *t)
{
	dma_unmap_sgtable(t->dev, &t->table, DMA_FROM_DEVICE, 0);
	sg_free_table(&t->table);
}
