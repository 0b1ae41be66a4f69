/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/types.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)

struct page {
	unsigned long flags;
};

struct page *alloc_page(gfp_t flags);
void __free_page(struct page *page);
void *page_address(const struct page *page);
phys_addr_t page_to_phys(const struct page *page);
phys_addr_t virt_to_phys(const volatile void *address);
struct page *virt_to_page(const void *address);

#define offset_in_page(p)	((unsigned long)(p) & (PAGE_SIZE - 1))

#endif
