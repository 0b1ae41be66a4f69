// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <scsi/scsi_cmnd.h>

struct acme_ring {
	struct device *dev;
	struct sg_table *sgt;
	unsigned int limit;
};

void acme_ring_push(struct acme_ring *ring, dma_addr_t addr, unsigned int len);

/* What the error exit returns is never what the mapping gave. */
int acme_ring_pin(struct acme_ring *ring, struct page **pages, unsigned int n)
{
	int ret;

	ret = sg_alloc_table_from_pages(ring->sgt, pages, n, 0, n << PAGE_SHIFT, GFP_KERNEL);
	if (ret)
		goto err;
	ret = dma_map_sgtable(ring->dev, ring->sgt, DMA_TO_DEVICE, 0); //~ failed-to-check-map-error: never tested
	acme_ring_push(ring, sg_dma_address(ring->sgt->sgl), n);
	return 0;
err:
	put_page(pages[0]);
	return ret;
}

/* The same label, and the mapping leads there too. */
int acme_ring_pin_checked(struct acme_ring *ring, struct page **pages, unsigned int n)
{
	int ret;

	ret = sg_alloc_table_from_pages(ring->sgt, pages, n, 0, n << PAGE_SHIFT, GFP_KERNEL);
	if (ret)
		goto err;
	ret = dma_map_sgtable(ring->dev, ring->sgt, DMA_TO_DEVICE, 0);
	if (!ret) {
		acme_ring_push(ring, sg_dma_address(ring->sgt->sgl), n);
		return 0;
	}
	sg_free_table(ring->sgt);
err:
	put_page(pages[0]);
	return ret;
}

/* A negative count is no large count, and it is taken for some entries. */
int acme_ring_queue(struct acme_ring *ring, struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	int i, n;

	n = scsi_dma_map(cmd); //~ failed-to-check-map-error: never tested
	if (n > ring->limit)
		return -E2BIG;
	if (n)
		scsi_for_each_sg(cmd, sg, n, i)
			acme_ring_push(ring, sg_dma_address(sg), sg_dma_len(sg));
	return 0;
}

/* The limit is asked about second. */
int acme_ring_queue_checked(struct acme_ring *ring, struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	int i, n;

	n = scsi_dma_map(cmd);
	if (n > ring->limit || n < 0)
		return -E2BIG;
	scsi_for_each_sg(cmd, sg, n, i)
		acme_ring_push(ring, sg_dma_address(sg), sg_dma_len(sg));
	return 0;
}

/* The importer reads the addresses. */
static struct sg_table *acme_ring_map(struct dma_buf_attachment *at, enum dma_data_direction dir)
{
	struct acme_ring *ring = at->dmabuf->priv;

	dma_map_sgtable(at->dev, ring->sgt, dir, 0); //~ failed-to-check-map-error: is dropped
	return ring->sgt;
}

static void acme_ring_unmap(struct dma_buf_attachment *at, struct sg_table *sgt,
			    enum dma_data_direction dir)
{
	dma_unmap_sgtable(at->dev, sgt, dir, 0);
}

static const struct dma_buf_ops acme_ring_ops = {
	.map_dma_buf = acme_ring_map,
	.unmap_dma_buf = acme_ring_unmap,
};
