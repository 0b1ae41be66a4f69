// SPDX-License-Identifier: Apache-2.0
#include <linux/dmaengine.h>
#include <linux/scatterlist.h>

struct acme_lli {
	u32 addr;
	u32 len;
};

struct acme_engine {
	struct dma_device dma;
	struct acme_lli *lli;
	struct dma_async_tx_descriptor txd;
};

/* The client has mapped the list: the sum is one of the wrong side. */
static struct dma_async_tx_descriptor *
acme_prep_sum(struct dma_chan *chan, struct scatterlist *sgl, unsigned int n,
	      enum dma_transfer_direction dir, unsigned long flags, void *context)
{
	struct acme_engine *eng = container_of(chan->device, struct acme_engine, dma);
	struct scatterlist *sg;
	u32 total = 0;
	int i;

	for_each_sg(sgl, sg, n, i)
		total += sg->length; //~ mixes-sides-of-an-entry: is a length of the CPU side
	for_each_sg(sgl, sg, n, i)
		eng->lli[i].addr = sg_dma_address(sg);
	eng->lli[0].len = total;
	return &eng->txd;
}

/* What is printed goes to nobody. */
static struct dma_async_tx_descriptor *
acme_prep_plain(struct dma_chan *chan, struct scatterlist *sgl, unsigned int n,
		enum dma_transfer_direction dir, unsigned long flags, void *context)
{
	struct acme_engine *eng = container_of(chan->device, struct acme_engine, dma);
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, n, i) {
		dev_dbg(chan->device->dev, "%u bytes\n", sg->length);
		eng->lli[i].addr = sg_dma_address(sg);
		eng->lli[i].len = sg_dma_len(sg);
	}
	return &eng->txd;
}

/* Nobody said that this list is a client's. */
static u32 acme_count(struct acme_engine *eng, struct scatterlist *sgl, unsigned int n)
{
	struct scatterlist *sg;
	u32 total = 0;
	int i;

	for_each_sg(sgl, sg, n, i)
		total += sg->length;
	return total;
}

void acme_engine_setup(struct acme_engine *eng, struct acme_engine *other)
{
	eng->dma.device_prep_slave_sg = acme_prep_sum;
	other->dma.device_prep_slave_sg = acme_prep_plain;
}
