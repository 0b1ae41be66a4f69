// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct acme_job {
	struct list_head node;
	void *data;
};

int acme_run(struct device *dev, dma_addr_t addr, size_t length);

/* The exit frees the job, which does not hold the copy yet. */
int acme_send(struct device *dev, const void *data, size_t length)
{
	struct acme_job *job = kmalloc(sizeof(*job), GFP_KERNEL);
	dma_addr_t addr;
	void *copy;
	int err;

	if (!job)
		return -ENOMEM;
	copy = kmemdup(data, length, GFP_KERNEL);
	if (!copy) {
		kfree(job);
		return -ENOMEM;
	}
	addr = dma_map_single(dev, copy, length, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr)) {
		kfree(job);
		return -ENOMEM; //~ loses-buffer-when-mapping-fails: this forgets 'copy'
	}
	err = acme_run(dev, addr, length);
	dma_unmap_single(dev, addr, length, DMA_TO_DEVICE);
	kfree(copy);
	kfree(job);
	return err;
}

/* Both are freed, the copy at a label further on. */
int acme_send_both(struct device *dev, const void *data, size_t length)
{
	struct acme_job *job = kmalloc(sizeof(*job), GFP_KERNEL);
	dma_addr_t addr;
	int err = -ENOMEM;
	void *copy;

	if (!job)
		return -ENOMEM;
	copy = kmemdup(data, length, GFP_KERNEL);
	if (!copy)
		goto free_job;
	addr = dma_map_single(dev, copy, length, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		goto free_copy;
	err = acme_run(dev, addr, length);
	dma_unmap_single(dev, addr, length, DMA_TO_DEVICE);
free_copy:
	kfree(copy);
free_job:
	kfree(job);
	return err;
}

static void acme_job_free(struct acme_job *job)
{
	kfree(job->data);
	kfree(job);
}

/* The job holds the copy. */
int acme_send_held(struct device *dev, const void *data, size_t length, dma_addr_t *addr)
{
	struct acme_job *job = kzalloc(sizeof(*job), GFP_KERNEL);
	void *copy;

	if (!job)
		return -ENOMEM;
	copy = kmemdup(data, length, GFP_KERNEL);
	if (!copy)
		goto undo;
	job->data = copy;
	*addr = dma_map_single(dev, copy, length, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, *addr))
		goto undo;
	return 0;
undo:
	acme_job_free(job);
	return -ENOMEM;
}

/* A page is freed by its structure. */
int acme_send_page(struct device *dev, struct page **kept, dma_addr_t *addr)
{
	void *data = (void *)get_zeroed_page(GFP_KERNEL);

	if (!data)
		return -ENOMEM;
	*addr = dma_map_page(dev, virt_to_page(data), 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, *addr)) {
		__free_page(virt_to_page(data));
		return -ENOMEM;
	}
	*kept = virt_to_page(data);
	return 0;
}
