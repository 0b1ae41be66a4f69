// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>

struct acme_codec {
	struct device *dev;
	struct device *dma_dev;
	struct device *bus_dev;
	void *buf;
	dma_addr_t dma;
	dma_addr_t back;
	struct scatterlist *sgl;
	int entries;
};

void acme_codec_init(struct acme_codec *codec, struct device *bus)
{
	codec->bus_dev = bus;
	codec->dma_dev = codec->bus_dev;
}

int acme_codec_map(struct acme_codec *codec)
{
	codec->dma = dma_map_single(codec->dma_dev, codec->buf, 64, DMA_TO_DEVICE);
	return dma_mapping_error(codec->dma_dev, codec->dma) ? -ENOMEM : 0;
}

void acme_codec_done(struct acme_codec *codec)
{
	dma_unmap_single(codec->dev, codec->dma, 64, DMA_TO_DEVICE); //~ frees-dma-memory-of-different-device: 'codec->dev'
}

int acme_codec_map_list(struct acme_codec *codec)
{
	if (!dma_map_sg(codec->dma_dev, codec->sgl, codec->entries, DMA_TO_DEVICE))
		return -ENOMEM;
	return 0;
}

void acme_codec_list_done(struct acme_codec *codec)
{
	dma_unmap_sg(codec->dev, codec->sgl, codec->entries, DMA_TO_DEVICE); //~ frees-dma-memory-of-different-device: 'codec->dev'
}

/* One device under two names. */
int acme_codec_map_back(struct acme_codec *codec)
{
	codec->back = dma_map_single(codec->dma_dev, codec->buf, 64, DMA_FROM_DEVICE);
	return dma_mapping_error(codec->dma_dev, codec->back) ? -ENOMEM : 0;
}

void acme_codec_back_done(struct acme_codec *codec)
{
	dma_unmap_single(codec->bus_dev, codec->back, 64, DMA_FROM_DEVICE);
}
