// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_gart {
	struct device *dev;
	bool mapped;
};

int acme_gart_bind(struct acme_gart *gart, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(gart->dev, sgt, DMA_BIDIRECTIONAL, 0);

	if (!ret) //~ misreads-map-result: !ret
		return -ENOMEM;
	return 0;
}

int acme_gart_rebind(struct acme_gart *gart, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(gart->dev, sgt, DMA_BIDIRECTIONAL, 0);

	if (!ret)
		gart->mapped = true;
	return ret;
}
