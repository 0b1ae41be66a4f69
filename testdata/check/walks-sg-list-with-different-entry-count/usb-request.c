// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>
#include <linux/usb/gadget.h>

struct acme_ep {
	struct usb_gadget *gadget;
	u64 *ring;
};

/* The core has mapped the list, perhaps to fewer entries. */
void acme_ep_fill(struct acme_ep *ep, struct usb_request *req)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(req->sg, sg, req->num_sgs, i) //~ walks-sg-list-with-different-entry-count: num_mapped_sgs
		ep->ring[i] = sg_dma_address(sg);
}

void acme_ep_fill_mapped(struct acme_ep *ep, struct usb_request *req)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(req->sg, sg, req->num_mapped_sgs, i)
		ep->ring[i] = sg_dma_address(sg);
}

/* It is the bytes that end this walk. */
int acme_ep_count(struct usb_request *req)
{
	unsigned int left = req->length;
	struct scatterlist *sg;
	int i, count = 0;

	for_each_sg(req->sg, sg, req->num_sgs, i) {
		if (sg_dma_address(sg) & 3)
			count++;
		left -= min(left, sg_dma_len(sg));
		if (!left)
			break;
	}
	return count;
}

/* The CPU copies what it had. */
void acme_ep_copy(struct usb_request *req, u8 *to)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(req->sg, sg, req->num_sgs, i) {
		memcpy(to, sg_virt(sg), sg->length);
		to += sg->length;
	}
}
