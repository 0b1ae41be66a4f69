// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_log {
	struct device *dev;
	void *buf;
	dma_addr_t dma;
};

static int acme_log_probe(struct platform_device *pdev)
{
	struct acme_log *log = acme_log_of(pdev);
	int ret;

	log->dma = dma_map_single(log->dev, log->buf, 4096, DMA_FROM_DEVICE); //~ never-unmapped: nothing but the error exits of
	if (dma_mapping_error(log->dev, log->dma))
		return -ENOMEM;
	ret = acme_log_start(log);
	if (ret) {
		dma_unmap_single(log->dev, log->dma, 4096, DMA_FROM_DEVICE);
		return ret;
	}
	return 0;
}

static void acme_log_remove(struct platform_device *pdev)
{
	acme_log_stop(acme_log_of(pdev));
}

static struct platform_driver acme_log_driver = {
	.probe = acme_log_probe,
	.remove = acme_log_remove,
};
