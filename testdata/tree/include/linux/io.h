/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/kernel.h>

u32 readl(const volatile void __iomem *addr);
void writel(u32 value, volatile void __iomem *addr);
void writeq(u64 value, volatile void __iomem *addr);

#endif
