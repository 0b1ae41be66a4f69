// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/slab.h>

struct acme_host {
	struct device *dev;
	void *bounce;
	dma_addr_t bounce_dma;
};

/* Other drivers call this, but none of them can see the struct. */
int acme_host_setup(struct acme_host *host)
{
	host->bounce_dma = dma_map_single(host->dev, host->bounce, 4096, DMA_BIDIRECTIONAL); //~ never-unmapped: dma_map_single()
	if (dma_mapping_error(host->dev, host->bounce_dma))
		return -ENOMEM;
	return 0;
}
EXPORT_SYMBOL_GPL(acme_host_setup);

struct acme_peer {
	struct device *dev;
	void *box;
};

/* The caller is given the handle. */
dma_addr_t acme_peer_map(struct acme_peer *peer)
{
	return dma_map_single(peer->dev, peer->box, 4096, DMA_BIDIRECTIONAL);
}
EXPORT_SYMBOL_GPL(acme_peer_map);
