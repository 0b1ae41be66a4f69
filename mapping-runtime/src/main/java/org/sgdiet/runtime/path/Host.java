// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import org.sgdiet.runtime.memory.CpuView;
import org.sgdiet.runtime.memory.PhysicalMemory;

/// One running system with one device: what every mapping path works on.
public final class Host {
  private final Platform platform;
  private final PhysicalMemory memory;
  private final CpuView cpu;
  private final Device device;
  private final Costs costs = new Costs();
  private final Steps steps = new Steps();
  private final Swiotlb swiotlb;

  public Host(Platform platform, PhysicalMemory memory, Device device) {
    this.platform = platform;
    this.memory = memory;
    this.device = device;
    cpu = new CpuView(memory, device.isCoherent(), platform.cacheLine());
    swiotlb = new Swiotlb(this, platform.pool());
  }

  /// The kernel's configuration.
  public Platform platform() {
    return platform;
  }

  /// Memory as the device sees it.
  public PhysicalMemory memory() {
    return memory;
  }

  /// Memory as the CPU sees it.
  public CpuView cpu() {
    return cpu;
  }

  /// The device that mappings are made for.
  public Device device() {
    return device;
  }

  /// What was spent so far.
  public Costs costs() {
    return costs;
  }

  /// The rules that fire.
  public Steps steps() {
    return steps;
  }

  /// The bounce buffers.
  public Swiotlb swiotlb() {
    return swiotlb;
  }

  /// `arch_sync_dma_for_device()`, when the device is not coherent.
  void syncForDevice(long phys, long size, Direction dir) {
    if (!device.isCoherent()) {
      steps.add(Rule.CACHE_FOR_DEVICE, "clean %d bytes at phys 0x%x", size, phys);
      cpu.clean(phys, size);
      costs.cacheMaintenance(size);
    }
  }

  /// `arch_sync_dma_for_cpu()`, when the device is not coherent.
  void syncForCpu(long phys, long size, Direction dir) {
    if (!device.isCoherent() && dir != Direction.TO_DEVICE) {
      steps.add(Rule.CACHE_FOR_CPU, "invalidate %d bytes at phys 0x%x", size, phys);
      cpu.invalidate(phys, size);
      costs.cacheMaintenance(size);
    }
  }

  /// `dma_kmalloc_needs_bounce()` (include/linux/dma-map-ops.h, 7.3).
  boolean kmallocNeedsBounce(long size, Direction dir) {
    return !kmallocSafe(dir) && !kmallocSizeAligned(size);
  }

  /// `dma_kmalloc_safe()`.
  boolean kmallocSafe(Direction dir) {
    return !platform.bounceSmallKmalloc() || device.isCoherent() || dir == Direction.TO_DEVICE;
  }

  /// `dma_kmalloc_size_aligned()`.
  boolean kmallocSizeAligned(long size) {
    return Long.compareUnsigned(size, 2L * platform.dmaMinAlign()) >= 0
        || kmallocBucket(size) % platform.cacheLine() == 0;
  }

  /// `kmalloc_size_roundup()` for sizes below 256: the slab caches are 8, 16, 32, 64, 96, 128, 192.
  private static long kmallocBucket(long size) {
    if (size == 0) {
      return 0;
    }
    if (size > 64 && size <= 96) {
      return 96;
    }
    if (size > 128 && size <= 192) {
      return 192;
    }
    return Math.max(8, Long.highestOneBit(2 * size - 1));
  }
}
