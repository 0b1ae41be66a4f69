/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _CRYPTO_SKCIPHER_H
#define _CRYPTO_SKCIPHER_H

#include <linux/scatterlist.h>

struct skcipher_request {
	unsigned int cryptlen;
	u8 *iv;
	struct scatterlist *src;
	struct scatterlist *dst;
	void *ctx;
};

void *skcipher_request_ctx(struct skcipher_request *req);
void skcipher_request_complete(struct skcipher_request *req, int err);
int sg_nents_for_len(struct scatterlist *sg, u64 len);

#endif
