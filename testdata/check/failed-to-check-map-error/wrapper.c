// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_ops {
	u64 (*map_page)(struct device *dev, struct page *page, size_t len);
	int (*mapping_error)(struct device *dev, u64 addr);
};

struct acme_nic {
	struct device *dev;
	const struct acme_ops *ops;
	dma_addr_t tail;
	u64 ring[16];
};

static u64 acme_pci_map_page(struct device *dev, struct page *page, size_t len)
{
	return dma_map_page(dev, page, 0, len, DMA_FROM_DEVICE);
}

static int acme_pci_mapping_error(struct device *dev, u64 addr)
{
	return dma_mapping_error(dev, addr);
}

static const struct acme_ops acme_pci_ops = {
	.map_page = acme_pci_map_page,
	.mapping_error = acme_pci_mapping_error,
};

void acme_rx_add(struct acme_nic *nic, struct page *page, int i)
{
	u64 addr;

	addr = nic->ops->map_page(nic->dev, page, 4096); //~ failed-to-check-map-error: 'addr'
	nic->ring[i] = addr;
}

int acme_rx_add_right(struct acme_nic *nic, struct page *page, int i)
{
	u64 addr;

	addr = nic->ops->map_page(nic->dev, page, 4096);
	if (nic->ops->mapping_error(nic->dev, addr))
		return -ENOMEM;
	nic->ring[i] = addr;
	return 0;
}

static dma_addr_t acme_map_head(struct acme_nic *nic, void *data, size_t len)
{
	dma_addr_t dma;

	dma = dma_map_single(nic->dev, data, len, DMA_TO_DEVICE);
	return dma;
}

void acme_tx(struct acme_nic *nic, void *data, size_t len)
{
	nic->tail = acme_map_head(nic, data, len);
}

/* The member is asked about here, where it is used. */
int acme_tx_kick(struct acme_nic *nic)
{
	if (dma_mapping_error(nic->dev, nic->tail))
		return -ENOMEM;
	nic->ring[0] = nic->tail;
	return 0;
}

void acme_tx_now(struct acme_nic *nic, void *data, size_t len)
{
	dma_addr_t dma = acme_map_head(nic, data, len); //~ failed-to-check-map-error: 'dma'

	nic->ring[1] = dma;
}

struct acme_peer {
	dma_addr_t addr;
	u32 how;
};

/* The caller gets the handle inside, and may ask. */
struct acme_peer acme_peer_map(struct acme_nic *nic, phys_addr_t phys, u32 how)
{
	dma_addr_t addr;

	addr = dma_map_resource(nic->dev, phys, 4096, DMA_BIDIRECTIONAL, 0);
	return acme_peer_encode(addr, how);
}

static int acme_peer_post(struct acme_nic *nic, dma_addr_t addr)
{
	nic->ring[2] = addr;
	return 0;
}

int acme_peer_send(struct acme_nic *nic, void *data, size_t len)
{
	dma_addr_t addr;

	addr = dma_map_single(nic->dev, data, len, DMA_TO_DEVICE); //~ failed-to-check-map-error: 'addr'
	return acme_peer_post(nic, addr);
}

struct acme_bd {
	__le32 addr;
	__le32 next;
};

/* What is asked about is the member, in the order of this machine again. */
int acme_bd_fill(struct acme_nic *nic, struct acme_bd *bd, void *data)
{
	bd->addr = acme_to_bd(dma_map_single(nic->dev, data, 2048, DMA_FROM_DEVICE));
	return dma_mapping_error(nic->dev, acme_from_bd(bd->addr)) ? -ENOMEM : 0;
}

int acme_bd_fill_other(struct acme_nic *nic, struct acme_bd *bds, void *data, dma_addr_t other)
{
	bds[0].next = acme_to_bd(dma_map_single(nic->dev, data, 2048, DMA_FROM_DEVICE)); //~ failed-to-check-map-error: 'bds[0].next'
	return dma_mapping_error(nic->dev, acme_from_bd(other)) ? -ENOMEM : 0;
}
