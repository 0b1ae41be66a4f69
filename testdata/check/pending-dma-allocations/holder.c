// SPDX-License-Identifier: Apache-2.0
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/mempool.h>
#include <linux/slab.h>

struct acme_login {
	dma_addr_t addr;
	u8 buf[128];
};

struct acme_conn {
	struct device *dev;
	struct acme_login *login;
	struct scatterlist *sg;
	mempool_t *pool;
	int nents;
};

int acme_conn_post(struct acme_conn *conn);

/* The handle stands in what is freed. */
int acme_conn_open(struct acme_conn *conn)
{
	conn->login = kzalloc(sizeof(*conn->login), GFP_KERNEL);
	if (!conn->login)
		return -ENOMEM;
	conn->login->addr = dma_map_single(conn->dev, conn->login->buf, 128, DMA_FROM_DEVICE);
	if (dma_mapping_error(conn->dev, conn->login->addr))
		goto free_login;
	if (acme_conn_post(conn))
		goto free_login;
	return 0;

free_login:
	kfree(conn->login); //~ pending-dma-allocations: this frees the only place that knows
	return -EIO;
}

int acme_conn_reopen(struct acme_conn *conn)
{
	conn->login->addr = dma_map_single(conn->dev, conn->login->buf, 128, DMA_FROM_DEVICE);
	if (dma_mapping_error(conn->dev, conn->login->addr))
		goto free_login;
	if (acme_conn_post(conn))
		goto unmap;
	return 0;

unmap:
	dma_unmap_single(conn->dev, conn->login->addr, 128, DMA_FROM_DEVICE);
free_login:
	kfree(conn->login);
	return -EIO;
}

void acme_conn_close(struct acme_conn *conn)
{
	dma_unmap_single(conn->dev, conn->login->addr, 128, DMA_FROM_DEVICE);
	kfree(conn->login);
}

/* A list from a pool. */
int acme_conn_send(struct acme_conn *conn)
{
	if (!dma_map_sg(conn->dev, conn->sg, conn->nents, DMA_TO_DEVICE)) {
		mempool_free(conn->sg, conn->pool);
		return -ENOMEM;
	}
	if (acme_conn_post(conn)) {
		mempool_free(conn->sg, conn->pool); //~ pending-dma-allocations: this frees what dma_map_sg() mapped
		return -EIO;
	}
	return 0;
}

void acme_conn_sent(struct acme_conn *conn)
{
	dma_unmap_sg(conn->dev, conn->sg, conn->nents, DMA_TO_DEVICE);
	mempool_free(conn->sg, conn->pool);
}
