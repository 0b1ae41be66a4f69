/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

struct completion {
	unsigned int done;
};

void init_completion(struct completion *x);
void reinit_completion(struct completion *x);
void complete(struct completion *x);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);

#endif
