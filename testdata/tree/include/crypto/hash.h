/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _CRYPTO_HASH_H
#define _CRYPTO_HASH_H

#include <linux/scatterlist.h>

struct ahash_request {
	unsigned int nbytes;
	struct scatterlist *src;
	u8 *result;
	void *ctx;
};

void *ahash_request_ctx(struct ahash_request *req);
void ahash_request_complete(struct ahash_request *req, int err);

#endif
