// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/skbuff.h>
#include <linux/string.h>

struct acme_nic {
	struct device *dev;
};

void acme_nic_loop(struct acme_nic *nic, dma_addr_t addr);

/* What is mapped was written to be sent: the mapping is the call that is wrong. */
int acme_selftest(struct acme_nic *nic, struct sk_buff *skb, int len)
{
	unsigned char *data = skb_put(skb, len);
	dma_addr_t dma;
	int i;

	for (i = 0; i < len; i++)
		data[i] = i;
	dma = dma_map_single(nic->dev, skb->data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(nic->dev, dma))
		return -ENOMEM;
	acme_nic_loop(nic, dma);
	dma_unmap_single(nic->dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: DMA_TO_DEVICE for what was mapped with DMA_FROM_DEVICE
	return 0;
}

/* Written when it was mapped already, which is another mistake. */
int acme_selftest_late(struct acme_nic *nic, struct sk_buff *skb, int len)
{
	dma_addr_t dma;

	dma = dma_map_single(nic->dev, skb->data, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(nic->dev, dma))
		return -ENOMEM;
	memset(skb_put(skb, len), 0x5a, len);
	acme_nic_loop(nic, dma);
	dma_unmap_single(nic->dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: DMA_TO_DEVICE for what was mapped with DMA_FROM_DEVICE
	return 0;
}

/* Cleared, which says nothing about who writes next. */
int acme_receive(struct acme_nic *nic, void *buf, int len)
{
	dma_addr_t dma;

	memset(buf, 0, len);
	dma = dma_map_single(nic->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(nic->dev, dma))
		return -ENOMEM;
	acme_nic_loop(nic, dma);
	dma_unmap_single(nic->dev, dma, len, DMA_TO_DEVICE); //~ frees-dma-memory-with-different-direction: DMA_TO_DEVICE for what was mapped with DMA_FROM_DEVICE
	return 0;
}
