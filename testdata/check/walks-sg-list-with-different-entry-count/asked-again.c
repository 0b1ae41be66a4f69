// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <scsi/scsi_cmnd.h>

struct acme_sge {
	__le64 addr;
	__le32 len;
};

struct acme_hba {
	struct device *dev;
	struct acme_sge *table;
};

static void acme_sge_fill(struct acme_sge *sge, struct scatterlist *sg)
{
	sge->addr = cpu_to_le64(sg_dma_address(sg));
	sge->len = cpu_to_le32(sg_dma_len(sg));
}

/* The number of entries is asked for again. */
int acme_hba_map(struct acme_hba *hba, struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(hba->dev, scsi_sglist(cmd), scsi_sg_count(cmd), cmd->sc_data_direction);
	if (!n)
		return -ENOMEM;
	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i) { //~ walks-sg-list-with-different-entry-count: were given to dma_map_sg
		hba->table[i].addr = cpu_to_le64(sg_dma_address(sg));
		hba->table[i].len = cpu_to_le32(sg_dma_len(sg));
	}
	return n;
}

/* A helper reads the entry; the break of the inner loop ends no walk. */
int acme_hba_fill(struct acme_hba *hba, struct scatterlist *src, int dir)
{
	struct acme_sge *sge = hba->table;
	int i, n, tries, nents = sg_nents(src);
	struct scatterlist *sg;

	n = dma_map_sg(hba->dev, src, nents, dir);
	if (!n)
		return -ENOMEM;
	for_each_sg(src, sg, nents, i) { //~ walks-sg-list-with-different-entry-count: were given to dma_map_sg
		for (tries = 0; tries < 3; tries++)
			if (!sge->len)
				break;
		acme_sge_fill(sge++, sg);
	}
	return n;
}

static void acme_hba_write(struct acme_hba *hba, struct scatterlist *list, int count)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(list, sg, count, i)
		acme_sge_fill(&hba->table[i], sg);
}

/* The count that is handed on is that of the CPU side. */
int acme_hba_send(struct acme_hba *hba, struct scatterlist *src, int nents)
{
	int n = dma_map_sg(hba->dev, src, nents, DMA_TO_DEVICE);

	if (!n)
		return -ENOMEM;
	acme_hba_write(hba, src, nents); //~ walks-sg-list-with-different-entry-count: acme_hba_write() walks them
	return n;
}

int acme_hba_receive(struct acme_hba *hba, struct scatterlist *dst, int nents)
{
	int n = dma_map_sg(hba->dev, dst, nents, DMA_FROM_DEVICE);

	if (!n)
		return -ENOMEM;
	acme_hba_write(hba, dst, n);
	return n;
}

/* The bytes are copied by the CPU: this walk is of its side. */
int acme_hba_copy(struct acme_hba *hba, struct scsi_cmnd *cmd, void *to)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(hba->dev, scsi_sglist(cmd), scsi_sg_count(cmd), cmd->sc_data_direction);
	if (!n)
		return -ENOMEM;
	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i)
		to = memcpy(to, sg_virt(sg), sg->length) + sg->length;
	return n;
}
