/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed int s32;
typedef signed long long s64;
typedef unsigned long size_t;
typedef _Bool bool;
typedef u16 __le16;
typedef u32 __le32;
typedef u64 __le64;
typedef u32 __be32;
typedef unsigned int gfp_t;
typedef u64 phys_addr_t;
typedef u64 dma_addr_t;

#define true	1
#define false	0
#define NULL	((void *)0)

/* The in side of a mapping: one physical range. */
struct phys_vec {
	phys_addr_t paddr;
	size_t len;
};

struct list_head {
	struct list_head *next, *prev;
};

#endif
