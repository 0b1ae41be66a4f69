// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// What mappings cost: the counters a reviewer asks for when a rewrite runs behind an IOMMU.
public final class Costs {
  private long iovaAllocations;
  private long pageTableUpdates;
  private long iotlbSyncs;
  private long iotlbFlushes;
  private long bouncedBytes;
  private long cacheMaintenanceBytes;

  /// All counters at one moment.
  ///
  /// - `iovaAllocations`: IOVA ranges or table ranges taken
  /// - `pageTableUpdates`: calls that write or clear a physically contiguous range of translations
  /// - `iotlbSyncs`: syncs after mapping (`iommu_sync_map`)
  /// - `iotlbFlushes`: invalidations after unmapping (`iommu_iotlb_sync`, or one flush of the
  ///   queue)
  /// - `bouncedBytes`: bytes copied to or from bounce buffers
  /// - `cacheMaintenanceBytes`: bytes of `arch_sync_dma_for_device/cpu`
  public record Snapshot(
      long iovaAllocations,
      long pageTableUpdates,
      long iotlbSyncs,
      long iotlbFlushes,
      long bouncedBytes,
      long cacheMaintenanceBytes) {
    /// What was spent since `earlier`.
    public Snapshot since(Snapshot earlier) {
      return new Snapshot(
          iovaAllocations - earlier.iovaAllocations,
          pageTableUpdates - earlier.pageTableUpdates,
          iotlbSyncs - earlier.iotlbSyncs,
          iotlbFlushes - earlier.iotlbFlushes,
          bouncedBytes - earlier.bouncedBytes,
          cacheMaintenanceBytes - earlier.cacheMaintenanceBytes);
    }
  }

  /// The counters now.
  public Snapshot snapshot() {
    return new Snapshot(
        iovaAllocations,
        pageTableUpdates,
        iotlbSyncs,
        iotlbFlushes,
        bouncedBytes,
        cacheMaintenanceBytes);
  }

  void iovaAllocation() {
    iovaAllocations++;
  }

  void pageTableUpdate() {
    pageTableUpdates++;
  }

  void iotlbSync() {
    iotlbSyncs++;
  }

  void iotlbFlush() {
    iotlbFlushes++;
  }

  void bounced(long bytes) {
    bouncedBytes += bytes;
  }

  void cacheMaintenance(long bytes) {
    cacheMaintenanceBytes += bytes;
  }
}
