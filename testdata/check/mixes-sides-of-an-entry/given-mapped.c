// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

struct acme_sge {
	u64 addr;
	u32 len;
};

struct acme_cmd {
	struct scatterlist *first_sgl;
	int sg_cnt;
	struct acme_sge sge[16];
	u32 bytes;
};

/* Who gives the command has mapped it. */
void acme_prep(struct acme_cmd *cmd)
{
	struct scatterlist *sg = cmd->first_sgl;
	int i;

	for (i = 0; i < cmd->sg_cnt; i++) {
		cmd->sge[i].addr = sg->dma_address;
		cmd->sge[i].len = sg->length; //~ mixes-sides-of-an-entry: 'sg->length'
		sg = sg_next(sg);
	}
}

void acme_prep_right(struct acme_cmd *cmd)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(cmd->first_sgl, sg, cmd->sg_cnt, i) {
		cmd->sge[i].addr = sg_dma_address(sg);
		cmd->sge[i].len = sg_dma_len(sg);
	}
}

/* The DMA API itself works on both sides. */
void acme_ops_sync(struct device *dev, struct scatterlist *sgl, int nents,
		   enum dma_data_direction dir)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, nents, i)
		acme_flush(sg->dma_address, sg->length);
}

/* Whether both sides keep their limits, and no more. */
bool acme_fits(struct acme_cmd *cmd, u32 most)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(cmd->first_sgl, sg, cmd->sg_cnt, i) {
		dma_addr_t addr = sg_dma_address(sg);

		if (sg->length > most)
			return false;
		if (addr & 511)
			return false;
	}
	return true;
}

void acme_prep_limited(struct acme_cmd *cmd, u32 most)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(cmd->first_sgl, sg, cmd->sg_cnt, i) {
		cmd->sge[i].addr = sg_dma_address(sg);
		if (sg->length == most)
			cmd->sge[i].len = 0;
		else
			cmd->sge[i].len = sg->length; //~ mixes-sides-of-an-entry: 'sg->length'
	}
}

/* The entries keep what was allocated, address and all. */
void acme_free_coherent(struct device *dev, struct acme_cmd *cmd)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(cmd->first_sgl, sg, cmd->sg_cnt, i)
		dma_free_coherent(dev, sg->length, sg_virt(sg), sg_dma_address(sg));
}

/* The DMA address is that of the data, not of the page. */
u64 acme_first(struct acme_cmd *cmd)
{
	struct scatterlist *sg = cmd->first_sgl;

	return sg_dma_address(sg) + sg->offset; //~ mixes-sides-of-an-entry: counts the offset of the CPU side twice
}

/* A cursor of the driver's own is none of the entry's fields. */
struct acme_cursor {
	struct scatterlist *sg;
	unsigned int offset;
};

u64 acme_next(struct acme_cursor *cursor)
{
	return sg_dma_address(cursor->sg) + cursor->offset;
}

/* How far a page table goes whose first page the data does not fill. */
u64 acme_span(struct acme_cmd *cmd)
{
	struct scatterlist *sg = cmd->first_sgl;
	u64 start = sg_dma_address(sg) - sg->offset;

	return start + sg_dma_len(sg) + sg->offset;
}
