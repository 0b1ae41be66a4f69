// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <rdma/ib_verbs.h>

struct acme_req {
	struct device *dev;
	struct scatterlist *src, *dst;
	int src_nents, dst_nents;
	void *buf;
	dma_addr_t dma;
	bool inlined;
};

int acme_plain(struct acme_req *req);
int acme_start(struct acme_req *req);
void acme_post(struct acme_req *req);

static int acme_encode(struct acme_req *req)
{
	if (req->src_nents > 8)
		return -EINVAL;
	acme_post(req);
	return 0;
}

static int acme_queue(struct acme_req *req)
{
	acme_post(req);
	return -EINPROGRESS;
}

/* What the last step tells is passed on, and a failure of it undoes nothing. */
int acme_map(struct acme_req *req)
{
	int ret;

	if (!dma_map_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE))
		return -ENOMEM;
	if (req->inlined)
		return acme_encode(req); //~ pending-dma-allocations: acme_encode() may fail, and another error exit unmaps it
	ret = acme_start(req);
	if (ret)
		goto unmap;
	return 0;
unmap:
	dma_unmap_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE);
	return ret;
}

/* The last step cannot fail: it tells that the work goes on. */
int acme_map_queued(struct acme_req *req)
{
	int ret;

	if (!dma_map_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE))
		return -ENOMEM;
	ret = acme_start(req);
	if (ret) {
		dma_unmap_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE);
		return ret;
	}
	return acme_queue(req);
}

/* The work is done without the device, and the device's mapping stays. */
int acme_compress(struct acme_req *req)
{
	int ret;

	if (!dma_map_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE))
		return acme_plain(req);
	if (!dma_map_sg(req->dev, req->dst, req->dst_nents, DMA_FROM_DEVICE))
		return acme_plain(req); //~ pending-dma-allocations: another exit of acme_compress() unmaps it
	ret = acme_start(req);
	dma_unmap_sg(req->dev, req->dst, req->dst_nents, DMA_FROM_DEVICE);
	dma_unmap_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE);
	return ret;
}

int acme_decompress(struct acme_req *req)
{
	int ret;

	if (!dma_map_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE))
		return acme_plain(req);
	if (!dma_map_sg(req->dev, req->dst, req->dst_nents, DMA_FROM_DEVICE)) {
		dma_unmap_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE);
		return acme_plain(req);
	}
	ret = acme_start(req);
	dma_unmap_sg(req->dev, req->dst, req->dst_nents, DMA_FROM_DEVICE);
	dma_unmap_sg(req->dev, req->src, req->src_nents, DMA_TO_DEVICE);
	return ret;
}

struct acme_recv {
	struct ib_device *ibdev;
	struct ib_qp *qp;
	void *data;
	u32 bytes;
	u64 dma;
};

/* What is posted on the stack is gone when that fails. */
static int acme_post_recv(struct acme_recv *recv)
{
	struct ib_recv_wr wr = {};
	struct ib_sge sge;

	recv->dma = ib_dma_map_single(recv->ibdev, recv->data, recv->bytes, DMA_FROM_DEVICE);
	if (ib_dma_mapping_error(recv->ibdev, recv->dma))
		return -EIO;
	sge.addr = recv->dma;
	sge.length = recv->bytes;
	wr.sg_list = &sge;
	wr.num_sge = 1;
	return ib_post_recv(recv->qp, &wr, NULL); //~ pending-dma-allocations: no caller of acme_post_recv() unmaps it when that fails
}

void acme_recv_done(struct acme_recv *recv)
{
	ib_dma_unmap_single(recv->ibdev, recv->dma, recv->bytes, DMA_FROM_DEVICE);
}

void acme_recv_refill(struct acme_recv *recv)
{
	int err = acme_post_recv(recv);

	if (err)
		pr_err("not posted: %d\n", err);
}

struct acme_send {
	struct ib_device *ibdev;
	struct ib_qp *qp;
	void *data;
	u32 bytes;
	u64 dma;
};

static int acme_post_send(struct acme_send *send)
{
	struct ib_send_wr wr = {};
	struct ib_sge sge;
	int ret;

	send->dma = ib_dma_map_single(send->ibdev, send->data, send->bytes, DMA_TO_DEVICE);
	if (ib_dma_mapping_error(send->ibdev, send->dma))
		return -EIO;
	sge.addr = send->dma;
	sge.length = send->bytes;
	wr.sg_list = &sge;
	wr.num_sge = 1;
	ret = ib_post_send(send->qp, &wr, NULL);
	if (ret)
		ib_dma_unmap_single(send->ibdev, send->dma, send->bytes, DMA_TO_DEVICE);
	return ret;
}

void acme_send_done(struct acme_send *send)
{
	ib_dma_unmap_single(send->ibdev, send->dma, send->bytes, DMA_TO_DEVICE);
}

void acme_send_again(struct acme_send *send)
{
	int err = acme_post_send(send);

	if (err)
		pr_err("not posted: %d\n", err);
}
