// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/scatterlist.h>
#include <linux/skbuff.h>

struct acme_bd {
	__le32 addr;
	__le32 stat;
};

struct acme_mac {
	struct device *dev;
	struct acme_bd *rx;
	struct scatterlist resp;
	void *table;
	dma_addr_t table_dma;
};

void acme_show(void *data, int len);

void acme_receive(struct acme_mac *mac, struct sk_buff *skb, int i, int len)
{
	dma_addr_t dma = le32_to_cpu(mac->rx[i].addr);

	dma_sync_single_for_cpu(mac->dev, dma, len, DMA_FROM_DEVICE);
	skb_put_data(skb, phys_to_virt(dma), len); //~ mistakes-physical-address: phys_to_virt() makes a pointer of a DMA address
	dma_sync_single_for_device(mac->dev, dma, len, DMA_FROM_DEVICE);
}

void acme_response(struct acme_mac *mac)
{
	char *data = (char *)phys_to_virt(cpu_to_le64((u64)sg_dma_address(&mac->resp))); //~ mistakes-physical-address: of a DMA address

	acme_show(data, 8);
}

int acme_load(struct acme_mac *mac)
{
	mac->table_dma = dma_map_single(mac->dev, mac->table, 4096, DMA_TO_DEVICE);
	return dma_mapping_error(mac->dev, mac->table_dma) ? -ENOMEM : 0;
}

void acme_store(struct acme_mac *mac)
{
	dma_sync_single_for_device(mac->dev, virt_to_phys(mac->table), 4096, DMA_TO_DEVICE); //~ mistakes-physical-address: is given a physical address
}

void acme_unload(struct acme_mac *mac)
{
	dma_unmap_single(mac->dev, mac->table_dma, 4096, DMA_TO_DEVICE);
}

/* The pointer of an address that was translated, and that of memory which is not mapped. */
void acme_drop(struct acme_mac *mac, struct iommu_domain *domain, int i)
{
	dma_addr_t dma = le32_to_cpu(mac->rx[i].addr);
	phys_addr_t phys = iommu_iova_to_phys(domain, dma);

	dma_unmap_single(mac->dev, dma, 2048, DMA_FROM_DEVICE);
	put_page(virt_to_page(phys_to_virt(phys)));
}
