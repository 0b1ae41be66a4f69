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

struct acme_fpga {
	struct device *dev;
	unsigned int segments;
	unsigned int mapped;
	unsigned int done;
};

int acme_fpga_load(struct acme_fpga *fpga, struct sg_table *sgt)
{
	fpga->segments = dma_map_sgtable(fpga->dev, sgt, DMA_TO_DEVICE, 0); //~ misreads-map-result: used as a count
	if (fpga->segments)
		return -ENOMEM;
	fpga->done = 0;
	return 0;
}

int acme_fpga_load_right(struct acme_fpga *fpga, struct sg_table *sgt)
{
	int err;

	err = dma_map_sgtable(fpga->dev, sgt, DMA_TO_DEVICE, 0);
	if (err)
		return err;
	fpga->mapped = sgt->nents;
	fpga->done = 0;
	return 0;
}

bool acme_fpga_step(struct acme_fpga *fpga)
{
	return ++fpga->done == fpga->segments || fpga->done + 1 == fpga->mapped;
}
