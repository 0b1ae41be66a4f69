// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/skbuff.h>

#define ACME_SET_ADDR(desc, value) acme_out32(&(desc)->addr, (value))
#define ACME_ADDR(skb) (*(dma_addr_t *)(skb)->cb)
#define ACME_NEXT(skb) (*((dma_addr_t *)(skb)->cb + 1))

struct acme_desc {
	u32 addr;
};

/* Nobody can ask about what no variable holds. */
void acme_put(struct device *dev, struct acme_desc *desc, struct sk_buff *skb)
{
	ACME_SET_ADDR(desc, dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE)); //~ failed-to-check-map-error: ACME_SET_ADDR() is given
}

/* The function asks. */
static int acme_take(struct device *dev, struct acme_desc *desc, dma_addr_t dma)
{
	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	desc->addr = cpu_to_le32(dma);
	return 0;
}

int acme_give(struct device *dev, struct acme_desc *desc, struct sk_buff *skb)
{
	return acme_take(dev, desc, dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE));
}

/* A macro names the place, and only one of the two is asked about. */
int acme_keep(struct device *dev, struct sk_buff *skb)
{
	ACME_ADDR(skb) = dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE); //~ failed-to-check-map-error: is used without dma_mapping_error()
	ACME_NEXT(skb) = dma_map_single(dev, skb->data, skb->len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, ACME_NEXT(skb)))
		return -ENOMEM;
	return 0;
}
