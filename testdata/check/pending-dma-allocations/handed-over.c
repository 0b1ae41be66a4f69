// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/slab.h>

struct acme_late {
	struct list_head node;
	dma_addr_t dma;
	void *data;
	size_t len;
};

struct acme_fw {
	struct device *dev;
	struct list_head late;
	dma_addr_t busy;
};

int acme_fw_command(struct acme_fw *fw, dma_addr_t addr, size_t len);

static void acme_late_add(struct acme_fw *fw, struct acme_late *late, dma_addr_t dma, void *data,
			  size_t len)
{
	late->dma = dma;
	late->data = data;
	late->len = len;
	list_add_tail(&late->node, &fw->late);
}

void acme_late_end(struct acme_fw *fw, struct acme_late *late)
{
	dma_unmap_single(fw->dev, late->dma, late->len, DMA_TO_DEVICE);
	kfree(late->data);
	kfree(late);
}

/* The firmware may still read after a timeout: somebody unmaps later. */
int acme_fw_send(struct acme_fw *fw, struct acme_late *late, void *data, size_t len)
{
	dma_addr_t dma;
	int err;

	dma = dma_map_single(fw->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(fw->dev, dma))
		return -ENOMEM;
	err = acme_fw_command(fw, dma, len);
	if (err == -ETIMEDOUT) {
		acme_late_add(fw, late, dma, data, len);
		return err;
	}
	dma_unmap_single(fw->dev, dma, len, DMA_TO_DEVICE);
	return err;
}

/* The command was given the address, and gave it back. */
int acme_fw_send_short(struct acme_fw *fw, void *data, size_t len)
{
	dma_addr_t dma;
	int err;

	dma = dma_map_single(fw->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(fw->dev, dma))
		return -ENOMEM;
	fw->busy = dma;
	err = acme_fw_command(fw, dma, len);
	if (err == -ETIMEDOUT)
		return err; //~ pending-dma-allocations: the end of acme_fw_send_short() unmaps it
	dma_unmap_single(fw->dev, dma, len, DMA_TO_DEVICE);
	return err;
}
