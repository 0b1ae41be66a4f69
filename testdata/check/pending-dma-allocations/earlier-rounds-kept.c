// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct acme_sge {
	dma_addr_t addr;
	u32 len;
};

struct acme_buf {
	struct list_head node;
	dma_addr_t mapping;
	u8 data[256];
};

struct acme_queue {
	struct device *dev;
	struct list_head bufs;
	int count;
	int most;
};

int acme_queue_post(struct acme_queue *q, struct acme_sge *sge);

/* Each buffer knows its own mapping, and the queue knows the buffers. */
int acme_queue_fill(struct acme_queue *q)
{
	struct acme_buf *buf;
	struct acme_sge sge;
	int ret = 0;

	while (true) {
		buf = kzalloc(sizeof(*buf), GFP_KERNEL);
		if (!buf)
			return -ENOMEM;
		sge.addr = dma_map_single(q->dev, buf->data, sizeof(buf->data), DMA_FROM_DEVICE);
		if (dma_mapping_error(q->dev, sge.addr)) {
			ret = -ENOMEM;
			goto free;
		}
		buf->mapping = sge.addr;
		if (q->count >= q->most)
			break;
		q->count++;
		list_add_tail(&buf->node, &q->bufs);
		ret = acme_queue_post(q, &sge);
		if (ret) {
			list_del(&buf->node);
			break;
		}
	}
	dma_unmap_single(q->dev, buf->mapping, sizeof(buf->data), DMA_FROM_DEVICE);
free:
	kfree(buf);
	return ret;
}

struct acme_ring {
	struct device *dev;
	dma_addr_t *slot;
};

/* Nobody but the local knows what the rounds before have mapped. */
int acme_ring_try(struct acme_ring *ring, void *data, size_t len, int n)
{
	struct acme_sge sge;
	int i;

	for (i = 0; i < n; i++) {
		dma_addr_t addr = dma_map_single(ring->dev, data, len, DMA_TO_DEVICE);

		if (dma_mapping_error(ring->dev, addr))
			return -ENOMEM; //~ pending-dma-allocations: earlier rounds
	}
	sge.addr = ring->slot[0];
	return sge.addr ? 0 : -EIO;
}

struct acme_share {
	struct device *dev;
	struct sg_table sgt;
	struct dma_iova_state *state;
};

static struct scatterlist *acme_share_entry(struct scatterlist *sg, dma_addr_t addr, size_t len)
{
	sg_dma_address(sg) = addr;
	sg_dma_len(sg) = len;
	return sg_next(sg);
}

/* What is mapped by itself is always put into the list: both are asked the same. */
int acme_share_map(struct acme_share *share, struct phys_vec *vec, int n)
{
	struct scatterlist *sg = share->sgt.sgl;
	size_t mapped = 0;
	dma_addr_t addr;
	int i, ret;

	for (i = 0; i < n; i++) {
		if (dma_use_iova(share->state)) {
			ret = dma_iova_link(share->dev, share->state, vec[i].paddr, mapped,
					    vec[i].len, DMA_BIDIRECTIONAL, 0);
			if (ret)
				goto unmap;
			mapped += vec[i].len;
		} else {
			addr = dma_map_phys(share->dev, vec[i].paddr, vec[i].len,
					    DMA_BIDIRECTIONAL, 0);
			ret = dma_mapping_error(share->dev, addr);
			if (ret)
				goto unmap;
		}
		if (!dma_use_iova(share->state))
			sg = acme_share_entry(sg, addr, vec[i].len);
	}
	return 0;
unmap:
	if (dma_use_iova(share->state))
		dma_iova_destroy(share->dev, share->state, mapped, DMA_BIDIRECTIONAL, 0);
	else
		for_each_sgtable_dma_sg(&share->sgt, sg, n)
			dma_unmap_phys(share->dev, sg_dma_address(sg), sg_dma_len(sg),
				       DMA_BIDIRECTIONAL, 0);
	return ret;
}
