// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_desc {
	__le32 addr;
	__le32 len;
	__le64 wide;
};

int acme_desc_fill(struct device *dev, struct acme_desc *desc, void *data, size_t len)
{
	desc->addr = cpu_to_le32(dma_map_single(dev, data, len, DMA_TO_DEVICE)); //~ truncates-dma-address: 32 bits
	if (dma_mapping_error(dev, desc->addr))
		return -ENOMEM;
	desc->len = cpu_to_le32(len);
	return 0;
}

int acme_desc_fill_right(struct device *dev, struct acme_desc *desc, void *data, size_t len)
{
	dma_addr_t addr;

	addr = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	desc->addr = cpu_to_le32(addr);
	desc->len = cpu_to_le32(len);
	return 0;
}

/* All ones are all ones in either byte order. */
int acme_desc_fill_wide(struct device *dev, struct acme_desc *desc, void *data, size_t len)
{
	desc->wide = cpu_to_le64(dma_map_single(dev, data, len, DMA_TO_DEVICE));
	if (dma_mapping_error(dev, desc->wide))
		return -ENOMEM;
	return 0;
}
