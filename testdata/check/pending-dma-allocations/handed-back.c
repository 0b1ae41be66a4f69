// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/slab.h>

#define ACME_SUCCESS 0
#define ACME_FAILED 258

struct acme {
	struct device *dev;
	u32 status;
	dma_addr_t kept;
};

int acme_queue(struct acme *a, dma_addr_t addr);
int acme_wait(struct acme *a);

static int acme_test_one(struct acme *a, dma_addr_t addr)
{
	int err = acme_queue(a, addr);

	if (err)
		return err;
	return a->status ? -EIO : 0;
}

/* The function that got the address has failed, and undid nothing. */
int acme_test(struct acme *a, void *buf)
{
	dma_addr_t addr = dma_map_single(a->dev, buf, 64, DMA_TO_DEVICE);
	int err;

	if (dma_mapping_error(a->dev, addr))
		return -EIO;
	err = acme_test_one(a, addr);
	if (err)
		return err; //~ pending-dma-allocations: nothing unmaps it or keeps the handle
	a->kept = addr;
	return 0;
}

void acme_test_end(struct acme *a)
{
	dma_unmap_single(a->dev, a->kept, 64, DMA_TO_DEVICE);
}

static int acme_test_two(struct acme *a, dma_addr_t addr)
{
	int err = acme_queue(a, addr);

	if (err)
		dma_unmap_single(a->dev, addr, 64, DMA_TO_DEVICE);
	return err;
}

/* This one undoes it. */
int acme_test_undone(struct acme *a, void *buf)
{
	dma_addr_t addr = dma_map_single(a->dev, buf, 64, DMA_TO_DEVICE);
	int err;

	if (dma_mapping_error(a->dev, addr))
		return -EIO;
	err = acme_test_two(a, addr);
	if (err)
		return err;
	err = acme_wait(a);
	dma_unmap_single(a->dev, addr, 64, DMA_TO_DEVICE);
	return err;
}

/* What drivers tell in constants of their own. */
int acme_issue(struct acme *a, void *buf)
{
	dma_addr_t addr = dma_map_single(a->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(a->dev, addr))
		return ACME_FAILED;
	if (a->status)
		return ACME_FAILED; //~ pending-dma-allocations: the end of acme_issue() unmaps it
	writel(lower_32_bits(addr), a->dev);
	if (acme_wait(a)) {
		dma_unmap_single(a->dev, addr, 64, DMA_TO_DEVICE);
		return ACME_FAILED;
	}
	dma_unmap_single(a->dev, addr, 64, DMA_TO_DEVICE);
	return ACME_SUCCESS;
}
