// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.memory.MemoryKind;
import org.sgdiet.runtime.memory.MemoryRange;
import org.sgdiet.runtime.path.BusDmaRegion;
import org.sgdiet.runtime.path.Iommu;
import org.sgdiet.runtime.path.P2pProvider;
import org.sgdiet.runtime.path.P2pProvider.MapType;
import org.sgdiet.runtime.path.Platform;

/// The named profiles; adding one is one entry in one of the lists here.
public final class Profiles {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long P2P_WINDOW = 0xe000_0000L;

  /// The bounce pool of the recorded kernel: 64 MiB, aligned to no more than a page.
  private static final long POOL = 0x7be1_1000L;

  private static final List<MemoryRange> PC_MEMORY =
      List.of(
          new MemoryRange(0, 16 * MIB, MemoryKind.RAM),
          new MemoryRange(16 * MIB, MIB, MemoryKind.KERNEL_TEXT),
          new MemoryRange(17 * MIB, MIB, MemoryKind.STACK),
          new MemoryRange(18 * MIB, 2 * GIB - 18 * MIB, MemoryKind.RAM),
          new MemoryRange(0xd000_0000L, 16 * MIB, MemoryKind.MMIO),
          new MemoryRange(P2P_WINDOW, 48 * MIB, MemoryKind.P2PDMA),
          new MemoryRange(4 * GIB, 2 * GIB, MemoryKind.RAM));

  private static final List<MemoryRange> ARM32_MEMORY =
      List.of(
          new MemoryRange(0x8000_0000L, 16 * MIB, MemoryKind.RAM),
          new MemoryRange(0x8100_0000L, MIB, MemoryKind.KERNEL_TEXT),
          new MemoryRange(0x8110_0000L, MIB, MemoryKind.STACK),
          new MemoryRange(0x8120_0000L, 750 * MIB, MemoryKind.RAM),
          new MemoryRange(0xd000_0000L, 16 * MIB, MemoryKind.MMIO),
          new MemoryRange(4 * GIB, GIB, MemoryKind.HIGHMEM));

  private static final List<P2pProvider> PEERS =
      List.of(
          new P2pProvider(
              new MemoryRange(P2P_WINDOW, 16 * MIB, MemoryKind.P2PDMA),
              0x10_0000_0000L,
              MapType.BUS_ADDR),
          new P2pProvider(
              new MemoryRange(P2P_WINDOW + 16 * MIB, 16 * MIB, MemoryKind.P2PDMA),
              0,
              MapType.THRU_HOST_BRIDGE),
          new P2pProvider(
              new MemoryRange(P2P_WINDOW + 32 * MIB, 16 * MIB, MemoryKind.P2PDMA),
              0,
              MapType.NOT_SUPPORTED));

  private static final Platform PC = x86(Platform.Mode.ACTIVE);
  private static final DeviceSpec PCI = DeviceSpec.PCI;

  private static final Profile DIRECT =
      new Profile(
          "direct",
          "x86_64 without IOMMU; a bounce pool for what a mask cannot reach",
          new PathSpec.Direct(),
          PC,
          PC_MEMORY,
          PCI);
  private static final Profile SWIOTLB =
      new Profile(
          "swiotlb",
          "x86_64 without IOMMU, swiotlb=force",
          new PathSpec.Direct(),
          x86(Platform.Mode.FORCE),
          PC_MEMORY,
          PCI);
  private static final Profile NO_SWIOTLB =
      new Profile(
          "noswiotlb",
          "x86_64 without IOMMU, swiotlb=noforce",
          new PathSpec.Direct(),
          x86(Platform.Mode.OFF),
          PC_MEMORY,
          PCI);
  private static final Profile IOMMU =
      new Profile(
          "iommu",
          "x86_64 behind VT-d, strict flushing",
          new PathSpec.DmaIommu(vtd(false)),
          PC,
          PC_MEMORY,
          PCI);
  private static final Profile IOMMU_LAZY =
      new Profile(
          "iommu-lazy",
          "x86_64 behind VT-d, lazy flushing",
          new PathSpec.DmaIommu(vtd(true)),
          PC,
          PC_MEMORY,
          PCI);
  private static final Profile IOMMU_UNTRUSTED =
      new Profile(
          "iommu-untrusted",
          "x86_64 behind VT-d, an external device that is not trusted",
          new PathSpec.DmaIommu(vtd(false)),
          PC,
          PC_MEMORY,
          PCI.withUntrusted(true));

  private static final List<Profile> ALL =
      List.of(
          DIRECT,
          SWIOTLB,
          NO_SWIOTLB,
          IOMMU,
          IOMMU_LAZY,
          DIRECT.named("iommu-pt", "x86_64 with VT-d in passthrough: the direct path"),
          IOMMU_UNTRUSTED,
          IOMMU.named("x86-intel-strict", "as iommu"),
          IOMMU_LAZY.named("x86-intel-lazy", "as iommu-lazy"),
          IOMMU_UNTRUSTED.named("x86-intel-untrusted", "as iommu-untrusted"),
          SWIOTLB.named("swiotlb-force", "as swiotlb"),
          NO_SWIOTLB
              .withDevice(PCI.withMask((1L << 30) - 1))
              .named("direct-30bit", "x86_64 without IOMMU or pool, a device with a 30-bit mask"),
          DIRECT
              .withDevice(PCI.withMask(0xffff_ffffL))
              .named(
                  "direct-32bit", "x86_64 without IOMMU, a device with a 32-bit mask that bounces"),
          DIRECT
              .withDevice(PCI.withPeers(PEERS))
              .named("direct-p2p", "as direct, with peer memory in reach"),
          IOMMU
              .withDevice(PCI.withPeers(PEERS))
              .named("iommu-p2p", "as iommu, with peer memory in reach"),
          new Profile(
              "direct-offset",
              "arm64 board whose bus sees memory 3 GiB higher, not coherent, a kernel without CONFIG_NEED_SG_DMA_LENGTH",
              new PathSpec.Direct(),
              new Platform(12, 64, 128, false, false, true, Platform.Pool.NONE),
              PC_MEMORY,
              PCI.withPlatformBus()
                  .withCoherent(false)
                  .withRangeMap(List.of(new BusDmaRegion(0, 3 * GIB, GIB)))),
          new Profile(
              "arm64-direct",
              "arm64 without IOMMU, a device that is not coherent, small kmalloc buffers bounce",
              new PathSpec.Direct(),
              arm64(12),
              PC_MEMORY,
              PCI.withPlatformBus().withCoherent(false)),
          new Profile(
              "arm64-smmu",
              "arm64 behind an SMMU with 4 KiB pages, a device that is not coherent",
              new PathSpec.DmaIommu(smmu(1L << 12)),
              arm64(12),
              PC_MEMORY,
              PCI.withPlatformBus().withCoherent(false)),
          new Profile(
              "arm64-smmu-16k",
              "arm64 with 16 KiB pages behind an SMMU",
              new PathSpec.DmaIommu(smmu(1L << 14)),
              arm64(14),
              PC_MEMORY,
              PCI),
          new Profile(
              "arm64-smmu-64k",
              "arm64 with 64 KiB pages behind an SMMU",
              new PathSpec.DmaIommu(smmu(1L << 16)),
              arm64(16),
              PC_MEMORY,
              PCI),
          new Profile(
              "arm32-iommu",
              "arm with its own IOMMU operations, a device that is not coherent",
              new PathSpec.Arm(GIB, GIB),
              new Platform(12, 64, 64, false, true, true, Platform.Pool.NONE),
              ARM32_MEMORY,
              PCI.withPlatformBus().withCoherent(false).withMask(0xffff_ffffL)),
          new Profile(
              "powerpc-tce",
              "powerpc server, 64 KiB pages, the 2 GiB window of 4 KiB TCEs",
              new PathSpec.PowerpcTce(12, 0, 1 << 19),
              new Platform(16, 128, 128, false, true, true, Platform.Pool.NONE),
              PC_MEMORY,
              PCI.withMask(0xffff_ffffL)),
          new Profile(
              "powerpc-tce-64k",
              "powerpc server, 64 KiB pages, a dynamic window of 64 KiB TCEs",
              new PathSpec.PowerpcTce(16, 1L << 43, 1 << 18),
              new Platform(16, 128, 128, false, true, true, Platform.Pool.NONE),
              PC_MEMORY,
              PCI));

  private Profiles() {}

  /// All profiles, in a stable order.
  public static List<Profile> all() {
    return ALL;
  }

  /// The profile with a name, if there is one.
  public static Optional<Profile> named(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private static Platform x86(Platform.Mode mode) {
    return new Platform(12, 64, 64, false, true, true, pool(mode));
  }

  private static Platform arm64(int pageShift) {
    return new Platform(pageShift, 64, 128, true, true, true, pool(Platform.Mode.ACTIVE));
  }

  private static Platform.Pool pool(Platform.Mode mode) {
    return mode == Platform.Mode.OFF
        ? Platform.Pool.NONE
        : new Platform.Pool(mode, POOL, 1 << 15, 1);
  }

  private static Iommu vtd(boolean lazy) {
    return new Iommu(
        Iommu.Driver.GENERIC_PT,
        lazy,
        1L << 12,
        (1L << 48) - 1,
        List.of(
            new MemoryRange(0x8000_0000L, 0x6000_0000L, MemoryKind.MMIO),
            new MemoryRange(0xfee0_0000L, MIB, MemoryKind.MMIO)));
  }

  private static Iommu smmu(long granule) {
    return new Iommu(
        Iommu.Driver.IO_PGTABLE,
        false,
        granule,
        (1L << 48) - 1,
        List.of(new MemoryRange(0x800_0000L, MIB, MemoryKind.MMIO)));
  }
}
