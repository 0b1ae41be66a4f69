// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import org.sgdiet.runtime.path.Iommu;

/// Which mapping path a profile runs on, with what that path alone needs.
public sealed interface PathSpec {
  /// kernel/dma/direct.c.
  record Direct() implements PathSpec {}

  /// drivers/iommu/dma-iommu.c behind `iommu`.
  record DmaIommu(Iommu iommu) implements PathSpec {}

  /// arch/arm/mm/dma-mapping.c with `size` bytes of IOVA from `base`.
  record Arm(long base, long size) implements PathSpec {}

  /// arch/powerpc/kernel/iommu.c: `pages` pages of `1 << shift` bytes from bus page `offset`.
  record PowerpcTce(int shift, long offset, int pages) implements PathSpec {}
}
