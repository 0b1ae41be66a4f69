// SPDX-License-Identifier: Apache-2.0
/*
 * Acme Ethernet: loads one page of firmware through the mailbox.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/scatterlist.h>

#define ACME_MBOX_ADDR_LO	0x20
#define ACME_MBOX_ADDR_HI	0x24
#define ACME_MBOX_LEN		0x28
#define ACME_MBOX_KICK		0x2c

struct acme_nic {
	struct device *dev;
	void __iomem *regs;
};

int acme_mbox_wait(struct acme_nic *nic);

/* The page is the caller's; the entry is ours and lives for one call. */
int acme_fw_load_page(struct acme_nic *nic, struct page *page,
		      unsigned int offset, unsigned int len)
{
	struct scatterlist sg;
	int ret;

	sg_init_table(&sg, 1);
	sg_set_page(&sg, page, len, offset);

	if (!dma_map_sg(nic->dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;

	writel(lower_32_bits(sg_dma_address(&sg)),
	       nic->regs + ACME_MBOX_ADDR_LO);
	writel(upper_32_bits(sg_dma_address(&sg)),
	       nic->regs + ACME_MBOX_ADDR_HI);
	writel(sg_dma_len(&sg), nic->regs + ACME_MBOX_LEN);
	writel(1, nic->regs + ACME_MBOX_KICK);

	ret = acme_mbox_wait(nic);
	dma_unmap_sg(nic->dev, &sg, 1, DMA_TO_DEVICE);
	return ret;
}
