// SPDX-License-Identifier: Apache-2.0
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/usb/gadget.h>

struct acme_request {
	struct usb_request request;
	struct list_head list;
};

struct acme_ep {
	struct usb_gadget *gadget;
	struct list_head queue;
	bool dma;
	bool in;
};

bool acme_ring_full(struct acme_ep *ep);
int acme_describe(struct acme_ep *ep, struct acme_request *req);
int acme_pio(struct acme_ep *ep);

int acme_queue_forgetting(struct acme_ep *ep, struct acme_request *req)
{
	int ret;

	ret = usb_gadget_map_request(ep->gadget, &req->request, ep->in);
	if (ret)
		return ret;

	if (acme_ring_full(ep)) {
		ret = -EAGAIN;
		goto error; //~ pending-dma-allocations: nothing unmaps the request
	}
	list_add_tail(&req->list, &ep->queue);

error:
	return ret;
}

int acme_queue_unmapping(struct acme_ep *ep, struct acme_request *req)
{
	int ret;

	ret = usb_gadget_map_request(ep->gadget, &req->request, ep->in);
	if (ret)
		return ret;

	ret = acme_describe(ep, req);
	if (ret) {
		usb_gadget_unmap_request(ep->gadget, &req->request, ep->in);
		return ret;
	}
	list_add_tail(&req->list, &ep->queue);
	return 0;
}

static void acme_done(struct acme_ep *ep, struct acme_request *req, int status)
{
	req->request.status = status;
	usb_gadget_unmap_request(ep->gadget, &req->request, ep->in);
}

/* The request is queued before anything can fail: its end unmaps it. */
int acme_queue_early(struct acme_ep *ep, struct acme_request *req)
{
	int ret;

	ret = usb_gadget_map_request(ep->gadget, &req->request, ep->in);
	if (ret)
		return ret;

	list_add_tail(&req->list, &ep->queue);
	return acme_describe(ep, req) ? -EIO : 0;
}

int acme_queue_ending(struct acme_ep *ep, struct acme_request *req)
{
	int ret;

	ret = usb_gadget_map_request(ep->gadget, &req->request, ep->in);
	if (ret)
		return ret;

	if (acme_describe(ep, req)) {
		acme_done(ep, req, -EIO);
		return -EIO;
	}
	list_add_tail(&req->list, &ep->queue);
	return 0;
}

/* Only an endpoint with DMA has mapped anything. */
int acme_queue_either(struct acme_ep *ep, struct acme_request *req)
{
	int ret;

	if (ep->dma) {
		ret = usb_gadget_map_request(ep->gadget, &req->request, ep->in);
		if (ret)
			return ret;
	}
	if (!ep->dma) {
		ret = acme_pio(ep);
		if (ret < 0)
			return ret;
	}
	list_add_tail(&req->list, &ep->queue);
	return 0;
}

/* The queue has had the request before it was mapped, and ends it with the others. */
int acme_queue_first(struct acme_ep *ep, struct acme_request *req)
{
	int ret;

	list_add_tail(&req->list, &ep->queue);
	ret = usb_gadget_map_request(ep->gadget, &req->request, ep->in);
	if (ret)
		return ret;

	if (acme_ring_full(ep))
		return -ESHUTDOWN;
	return acme_describe(ep, req);
}
