// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.sgdiet.runtime.memory.BusTranslation;

/// The page table of an IOMMU domain, with the error numbers of the driver that fills it.
/// drivers/iommu/iommu.c and drivers/iommu/generic_pt/iommu_pt.h, 7.3.
///
/// Every translation is kept at granule size; large pages, which change no answer here but an
/// unmapping that splits one, are not modelled.
final class IoPageTable implements BusTranslation {
  /// `IOMMU_READ`.
  static final int READ = 1;

  /// `IOMMU_WRITE`.
  static final int WRITE = 2;

  private static final int LEAF = 512;

  private final Iommu iommu;
  private final Costs costs;
  private final int shift;
  private final Map<Long, long[]> leaves = new HashMap<>();
  private long lastKey = -1;
  private long[] lastLeaf = {};
  private long size;

  IoPageTable(Iommu iommu, Costs costs) {
    this.iommu = iommu;
    this.costs = costs;
    shift = Long.numberOfTrailingZeros(iommu.granule());
  }

  /// `dma_info_to_prot()`, as far as the device's rights go.
  static int protection(Direction dir) {
    return switch (dir) {
      case BIDIRECTIONAL -> READ | WRITE;
      case TO_DEVICE -> READ;
      case FROM_DEVICE -> WRITE;
      case NONE -> 0;
    };
  }

  /// Granules that have a translation.
  long mappedGranules() {
    return size;
  }

  /// `iommu_map_nosync()`: 0 or `-errno`; on failure nothing of the range stays mapped.
  int mapNosync(long iova, long phys, long bytes, int prot) {
    int error = check(iova, phys, bytes, prot);
    if (error != 0 || bytes == 0) {
      return error;
    }
    costs.pageTableUpdate();
    long granules = bytes >>> shift;
    for (long i = 0; i < granules; i++) {
      long pfn = (iova >>> shift) + i;
      long[] leaf = leaf(pfn, true);
      int index = (int) (pfn & (LEAF - 1));
      if (leaf[index] != 0) {
        unmap(iova, i << shift);
        return iommu.driver() == Iommu.Driver.GENERIC_PT ? -Errno.EADDRINUSE : -Errno.EEXIST;
      }
      leaf[index] = (phys + (i << shift)) | prot;
      size++;
    }
    return 0;
  }

  /// The argument checks of `pt_iommu_map_range` and of `__iommu_map_domain_pgtbl()`.
  private int check(long iova, long phys, long bytes, int prot) {
    long mask = iommu.granule() - 1;
    if (iommu.driver() == Iommu.Driver.IO_PGTABLE) {
      return ((iova | phys | bytes) & mask) != 0 ? -Errno.EINVAL : 0;
    }
    if (prot == 0 || bytes == 0) {
      return -Errno.EINVAL;
    }
    if (Long.compareUnsigned(iova + bytes - 1, iova) < 0) {
      return -Errno.EOVERFLOW;
    }
    if (((iova | phys) & mask) != 0) {
      return -Errno.ENXIO;
    }
    return Long.compareUnsigned(iova + bytes - 1, iommu.apertureEnd()) > 0 ? -Errno.ERANGE : 0;
  }

  /// `iommu_map()`: maps and syncs.
  int map(long iova, long phys, long bytes, int prot) {
    int error = mapNosync(iova, phys, bytes, prot);
    if (error == 0) {
      sync();
    }
    return error;
  }

  /// `iommu_sync_map()`.
  void sync() {
    costs.iotlbSync();
  }

  /// `iommu_unmap_fast()`: the bytes unmapped, up to the first hole.
  long unmap(long iova, long bytes) {
    if (bytes == 0) {
      return 0;
    }
    costs.pageTableUpdate();
    long granules = bytes >>> shift;
    for (long i = 0; i < granules; i++) {
      long pfn = (iova >>> shift) + i;
      long[] leaf = leaf(pfn, false);
      int index = (int) (pfn & (LEAF - 1));
      if (leaf.length == 0 || leaf[index] == 0) {
        return i << shift;
      }
      leaf[index] = 0;
      size--;
    }
    return bytes;
  }

  /// `iommu_iova_to_phys()`: 0 when nothing is mapped there.
  long iovaToPhys(long iova) {
    long entry = entry(iova);
    return entry == 0 ? 0 : (entry & -iommu.granule()) + (iova & (iommu.granule() - 1));
  }

  @Override
  public long translate(long bus, boolean write) {
    long entry = entry(bus);
    if (entry == 0) {
      return NOT_TRANSLATED;
    }
    if ((entry & (write ? WRITE : READ)) == 0) {
      return NO_PERMISSION;
    }
    return (entry & -iommu.granule()) + (bus & (iommu.granule() - 1));
  }

  @Override
  public long granule() {
    return iommu.granule();
  }

  private long entry(long iova) {
    long pfn = iova >>> shift;
    long[] leaf = leaf(pfn, false);
    return leaf.length == 0 ? 0 : leaf[(int) (pfn & (LEAF - 1))];
  }

  private long[] leaf(long pfn, boolean make) {
    long key = pfn / LEAF;
    if (key == lastKey) {
      return lastLeaf;
    }
    long[] leaf = leaves.get(key);
    if (leaf == null) {
      if (!make) {
        return new long[0];
      }
      leaf = new long[LEAF];
      Arrays.fill(leaf, 0);
      leaves.put(key, leaf);
    }
    lastKey = key;
    lastLeaf = leaf;
    return leaf;
  }
}
