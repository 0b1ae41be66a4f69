// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/platform_device.h>

struct acme_router {
	void *drain;
	dma_addr_t drain_dma;
};

/* A device that is never let go. */
static int acme_router_probe(struct platform_device *pdev)
{
	struct acme_router *router = acme_router_of(pdev);

	router->drain_dma = dma_map_single(&pdev->dev, router->drain, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(&pdev->dev, router->drain_dma))
		return -ENOMEM;
	return 0;
}

static struct platform_driver acme_router_driver = {
	.probe = acme_router_probe,
};
builtin_platform_driver(acme_router_driver);
