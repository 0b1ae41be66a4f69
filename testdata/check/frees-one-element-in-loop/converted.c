// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/skbuff.h>

struct acme_sge {
	__le64 addr;
	__le32 len;
};

/* The address is read from the descriptor. */
void acme_sges_unmap(struct device *dev, struct sk_buff *skb, struct acme_sge *sges)
{
	int i;

	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++)
		dma_unmap_page(dev, le64_to_cpu(sges[0].addr), 64, DMA_TO_DEVICE); //~ frees-one-element-in-loop: is the same on every turn
}

void acme_sges_unmap_all(struct device *dev, struct sk_buff *skb, struct acme_sge *sges)
{
	int i;

	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++)
		dma_unmap_page(dev, le64_to_cpu(sges[i + 1].addr), 64, DMA_TO_DEVICE);
}
