// SPDX-License-Identifier: Apache-2.0
/// The mapping paths of Linux 7.3, one file each, to be read beside kernel/dma/direct.c, swiotlb.c,
/// drivers/iommu/dma-iommu.c, iova.c and the two architectures that map on their own.
///
/// Invariant: a path answers with the kernel's values (counts, `-errno`, `DMA_MAPPING_ERROR`) and
/// never looks at the ledger; every decision it takes is a numbered [Rule].
@NullMarked
package org.sgdiet.runtime.path;

import org.jspecify.annotations.NullMarked;
