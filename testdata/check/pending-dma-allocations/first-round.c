// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>

struct acme_ring {
	struct device *dev;
	dma_addr_t dma[8];
	size_t len[8];
	bool mapped[8];
};

/* Only the first round gets to the mapping: there is no earlier one. */
int acme_ring_add(struct acme_ring *ring, void *head, size_t len, int count)
{
	dma_addr_t dma;
	int i;

	for (i = 0; i < count; i++) {
		if (!i) {
			dma = dma_map_single(ring->dev, head, len, DMA_TO_DEVICE);
			if (dma_mapping_error(ring->dev, dma))
				return -ENOMEM;
			ring->mapped[i] = true;
		}
		if (ring->mapped[i])
			ring->dma[i] = dma;
		ring->len[i] = len;
	}
	return 0;
}

/* A queue that is full keeps the request for later and says -EBUSY. */
int acme_crypt(struct acme_ring *ring, struct acme_request *req)
{
	int n, ret;

	n = dma_map_sg(ring->dev, req->src, req->nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	if (acme_full(ring)) {
		ret = -EBUSY;
		if (req->flags & CRYPTO_TFM_REQ_MAY_BACKLOG) {
			acme_later(ring, req);
			goto out;
		}
		goto unmap;
	}
	ret = acme_send(ring, req);
	if (ret)
		goto unmap;
out:
	return ret;
unmap:
	dma_unmap_sg(ring->dev, req->src, req->nents, DMA_TO_DEVICE);
	return ret;
}

/* The one failure that the midlayer's call has. */
int acme_queue(struct acme_ring *ring, struct scsi_cmnd *cmd)
{
	int segs = scsi_dma_map(cmd);

	if (segs == -ENOMEM)
		return -ENOMEM;
	if (acme_send(ring, cmd)) {
		scsi_dma_unmap(cmd);
		return -EIO;
	}
	return 0;
}
