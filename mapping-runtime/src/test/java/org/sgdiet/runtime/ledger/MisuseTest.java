// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.api.CoherentApi;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.sg.ScatterArray;

/// Every kind of misuse has a program that commits it and one beside it that must stay silent.
final class MisuseTest {
  private static final Direction TO = Direction.TO_DEVICE;
  private static final Direction FROM = Direction.FROM_DEVICE;
  private static final Direction BOTH = Direction.BIDIRECTIONAL;
  private static final int PAGE = 4096;

  private record Pair(
      Class<? extends Misuse> kind, String profile, Consumer<DmaApi> bad, Consumer<DmaApi> good) {}

  private static final List<Pair> PAIRS = new ArrayList<>();

  private static void pair(
      Class<? extends Misuse> kind, String profile, Consumer<DmaApi> bad, Consumer<DmaApi> good) {
    PAIRS.add(new Pair(kind, profile, bad, good));
  }

  static {
    pair(
        Misuse.FreesInvalidAddress.class,
        "iommu",
        d -> d.unmapPhys(DmaAddr.MAPPING_ERROR, 64, TO, 0, 2),
        d -> {
          d.failMapping(1);
          assertThat(d.mappingError(d.mapPhys(page(d), 64, TO, 0, 1), 2)).isNotZero();
        });
    pair(
        Misuse.FreesMemoryNotAllocated.class,
        "direct",
        d -> d.unmapPhys(new DmaAddr(0x5000), 64, TO, 0, 2),
        d -> mapUnmap(d, 64, 64));
    pair(
        Misuse.FreesTwice.class,
        "direct",
        d -> {
          DmaAddr a = mapped(d, 64, TO);
          d.unmapPhys(a, 64, TO, 0, 2);
          d.unmapPhys(a, 64, TO, 0, 3);
        },
        d -> {
          mapUnmap(d, 64, 64);
          mapUnmap(d, 64, 64);
        });
    pair(
        Misuse.FreesDmaMemoryWithDifferentSize.class,
        "iommu",
        d -> mapUnmap(d, 64, 32),
        d -> mapUnmap(d, 64, 64));
    pair(
        Misuse.FreesWithWrongFunction.class,
        "direct",
        d -> {
          ScatterArray sg = list(d, 1, PAGE);
          d.mapSg(sg.first(), 1, TO, 0, 1);
          d.unmapPage(sg.first().out().address(), PAGE, TO, 0, 2);
        },
        d -> {
          DmaAddr a = d.mapSingle(CpuAddr.ofPhys(page(d)), 64, TO, 0, 1);
          d.mappingError(a, 2);
          d.unmapPage(a, 64, TO, 0, 3);
        });
    pair(
        Misuse.FreesSgListWithDifferentEntryCount.class,
        "iommu",
        d -> {
          ScatterArray sg = list(d, 4, PAGE);
          int n = d.mapSg(sg.first(), 4, TO, 0, 1);
          d.unmapSg(sg.first(), n, TO, 0, 2);
        },
        d -> {
          ScatterArray sg = list(d, 4, PAGE);
          assertThat(d.mapSg(sg.first(), 4, TO, 0, 1)).isEqualTo(1);
          d.unmapSg(sg.first(), 4, TO, 0, 2);
        });
    pair(
        Misuse.FreesDmaMemoryWithDifferentDirection.class,
        "direct",
        d -> d.unmapPhys(mapped(d, 64, TO), 64, FROM, 0, 2),
        d -> d.unmapPhys(mapped(d, 64, FROM), 64, FROM, 0, 2));
    pair(
        Misuse.FreesDmaMemoryWithDifferentAttrs.class,
        "direct",
        d -> d.unmapPhys(mapped(d, 64, TO), 64, TO, Attrs.PRIVILEGED, 2),
        d -> d.unmapPhys(mapped(d, 64, TO), 64, TO, Attrs.SKIP_CPU_SYNC, 2));
    pair(
        Misuse.FreesDifferentCpuAddress.class,
        "iommu",
        d -> {
          CoherentApi.Memory c = d.coherent().allocate(PAGE, 1).orElseThrow();
          d.coherent().free(PAGE, c.pointer().plus(64), c.handle(), 2);
        },
        d -> {
          CoherentApi.Memory c = d.coherent().allocate(PAGE, 1).orElseThrow();
          d.coherent().free(PAGE, c.pointer(), c.handle(), 2);
        });
    pair(
        Misuse.FailedToCheckMapError.class,
        "direct",
        d -> d.unmapPhys(d.mapPhys(page(d), 64, TO, 0, 1), 64, TO, 0, 2),
        d -> d.unmapPhys(mapped(d, 64, TO), 64, TO, 0, 2));
    pair(
        Misuse.SyncsNotAllocated.class,
        "direct",
        d -> d.syncSingleForCpu(new DmaAddr(0x5000), 64, FROM, 2),
        d -> sync(d, FROM, 0, 64, FROM, true));
    pair(
        Misuse.SyncsOutsideRange.class,
        "direct",
        d -> sync(d, FROM, 32, 64, FROM, true),
        d -> sync(d, FROM, 32, 32, FROM, true));
    pair(
        Misuse.SyncsDmaMemoryWithDifferentDirection.class,
        "direct",
        d -> sync(d, FROM, 0, 64, TO, true),
        d -> sync(d, BOTH, 0, 64, TO, false));
    pair(
        Misuse.SyncsReadOnlyForCpu.class,
        "direct",
        d -> sync(d, TO, 0, 64, FROM, true),
        d -> sync(d, FROM, 0, 64, FROM, true));
    pair(
        Misuse.SyncsWriteOnlyForDevice.class,
        "direct",
        d -> sync(d, FROM, 0, 64, TO, false),
        d -> sync(d, FROM, 0, 64, FROM, false));
    pair(
        Misuse.SyncsSgListWithDifferentEntryCount.class,
        "iommu",
        d -> syncList(d, 1),
        d -> syncList(d, 4));
    pair(
        Misuse.SegmentTooLong.class,
        "direct",
        d -> mapList(d, 128 * 1024),
        d -> mapList(d, 64 * 1024));
    pair(
        Misuse.SegmentAcrossBoundary.class,
        "direct",
        d -> {
          d.host().device().setSegBoundary(0xfff);
          mapList(d, 2 * PAGE);
        },
        d -> {
          d.host().device().setSegBoundary(0xfff);
          mapList(d, PAGE);
        });
    pair(
        Misuse.MapsStack.class,
        "direct",
        d -> d.mapPhys(d.buffers().allocate(Zone.STACK, 64, 64, 0), 64, TO, 0, 1),
        d -> mapUnmap(d, 64, 64));
    pair(
        Misuse.MapsKernelText.class,
        "direct",
        d -> d.mapPhys(d.buffers().allocate(Zone.TEXT, 64, 64, 0), 64, TO, 0, 1),
        d -> mapUnmap(d, 64, 64));
    pair(
        Misuse.MapsVmalloc.class,
        "direct",
        d ->
            assertThat(d.mapSingle(new CpuAddr(CpuAddr.VMALLOC_BASE), 64, TO, 0, 1).isError())
                .isTrue(),
        d -> d.mappingError(d.mapSingle(CpuAddr.ofPhys(page(d)), 64, TO, 0, 1), 2));
    pair(
        Misuse.MapsInvalidArea.class,
        "noswiotlb",
        d -> d.mapSingle(new CpuAddr(0x7fff_0000_1000L), 64, TO, 0, 1),
        d -> d.mappingError(d.mapSingle(CpuAddr.ofPhys(page(d)), 64, TO, 0, 1), 2));
    pair(
        Misuse.ResourceIsMemory.class,
        "direct",
        d -> d.mapResource(page(d), 64, TO, 0, 1),
        d -> d.mapResource(d.buffers().allocate(Zone.MMIO, 64, 64, 0), 64, TO, 0, 1));
    pair(
        Misuse.PendingDmaAllocations.class,
        "direct",
        d -> {
          mapped(d, 64, TO);
          d.ledger().release(9);
        },
        d -> {
          mapUnmap(d, 64, 64);
          d.ledger().release(9);
        });
    pair(Misuse.OverlappingMapping.class, "direct", d -> mapTwice(d, FROM), d -> mapTwice(d, TO));
    pair(
        Misuse.TouchesMemoryWhileMapped.class,
        "direct",
        d -> {
          PhysAddr p = page(d);
          d.mapPhys(p, 64, FROM, 0, 1);
          d.cpuRead(p, 4, 2);
        },
        d -> {
          PhysAddr p = page(d);
          DmaAddr a = d.mapPhys(p, 64, FROM, 0, 1);
          d.syncSingleForCpu(a, 64, FROM, 2);
          d.cpuRead(p, 4, 3);
        });
    pair(
        Misuse.LostCpuWrite.class,
        "arm64-smmu",
        d -> {
          PhysAddr p = page(d);
          DmaAddr a = d.mapPhys(p, 4096, FROM, 0, 1);
          d.host().cpu().write(p.value(), new byte[64], 0, 64);
          d.unmapPhys(a, 4096, FROM, 0, 3);
        },
        d -> {
          PhysAddr p = page(d);
          d.host().cpu().write(p.value(), new byte[64], 0, 64);
          DmaAddr a = d.mapPhys(p, 4096, FROM, 0, 1);
          d.mappingError(a, 2);
          d.unmapPhys(a, 4096, FROM, 0, 3);
        });
    pair(
        Misuse.LinksUnaligned.class,
        "iommu",
        d -> link(d, 100, 2 * PAGE),
        d -> link(d, 0, 2 * PAGE));
    pair(Misuse.LinksOutsideRange.class, "iommu", d -> link(d, 0, PAGE), d -> link(d, 0, 2 * PAGE));
    pair(
        Misuse.UnlinksDifferentSize.class,
        "iommu",
        d -> d.iova().destroy(link(d, 0, 2 * PAGE), PAGE, TO, 0, 5),
        d -> d.iova().destroy(link(d, 0, 2 * PAGE), 2 * PAGE, TO, 0, 5));
    pair(
        Misuse.FreesLinkedIova.class,
        "iommu",
        d -> d.iova().free(link(d, 0, 2 * PAGE), 5),
        d -> {
          IovaState s = link(d, 0, 2 * PAGE);
          d.iova().unlink(s, 0, 2 * PAGE, TO, 0, 5);
          d.iova().free(s, 6);
        });
    pair(
        Misuse.UsesUnsyncedIova.class,
        "iommu",
        d -> d.deviceRead(new DmaAddr(link(d, 0, 2 * PAGE).address()), 64, 5),
        d -> {
          IovaState s = link(d, 0, 2 * PAGE);
          d.iova().sync(s, 0, 2 * PAGE, 5);
          d.deviceRead(new DmaAddr(s.address()), 64, 6);
        });
    pair(
        Misuse.AsksNeedUnmapEarly.class,
        "direct-32bit",
        d -> {
          d.needUnmap(1);
          d.mapPhys(d.buffers().allocatePages(Zone.HIGH, PAGE, PAGE), PAGE, TO, 0, 2);
        },
        d -> {
          d.mappingError(
              d.mapPhys(d.buffers().allocatePages(Zone.HIGH, PAGE, PAGE), PAGE, TO, 0, 1), 2);
          d.needUnmap(3);
        });
  }

  @TestFactory
  List<DynamicTest> theBadProgramIsCaught() {
    return PAIRS.stream()
        .map(p ->
            DynamicTest.dynamicTest(
                p.kind().getSimpleName(),
                () -> assertThat(run(p.profile(), p.bad())).hasAtLeastOneElementOfType(p.kind())))
        .toList();
  }

  @TestFactory
  List<DynamicTest> theGoodProgramBesideItIsSilent() {
    return PAIRS.stream()
        .map(p ->
            DynamicTest.dynamicTest(
                p.kind().getSimpleName(), () -> assertThat(run(p.profile(), p.good())).isEmpty()))
        .toList();
  }

  @Test
  void everyKindHasItsPair() {
    Set<Class<?>> kinds = Set.of(Misuse.class.getPermittedSubclasses());
    Set<Class<?>> tried = PAIRS.stream().map(Pair::kind).collect(Collectors.toSet());
    assertThat(tried).isEqualTo(kinds).hasSameSizeAs(PAIRS);
  }

  @Test
  void whatIsHandedOverBeforeTheDeviceRunsMayBeWrittenWhileItIsMapped() {
    assertThat(writtenAndSynced(TO, 0)).isEmpty();
    assertThat(writtenAndSynced(BOTH, 0)).isEmpty();
    assertThat(writtenAndSynced(TO, 8))
        .as("the first bytes are not handed over")
        .containsExactly("touches-memory-while-mapped");
    assertThat(writtenAndSynced(FROM, 0))
        .as("the device overwrites it")
        .contains("touches-memory-while-mapped");
  }

  @Test
  void whatTheDeviceMayHaveWrittenToIsTakenBackFirst() {
    List<Misuse> misuses =
        run(
            "direct",
            d -> {
              PhysAddr p = page(d);
              DmaAddr a = d.mapPhys(p, 64, BOTH, 0, 1);
              d.ledger().deviceRuns();
              d.cpuWrite(p, new byte[4], 2);
              d.syncSingleForDevice(a, 64, BOTH, 3);
            });
    assertThat(misuses).extracting(Misuse::id).containsExactly("touches-memory-while-mapped");
  }

  private static List<String> writtenAndSynced(Direction dir, int from) {
    return run(
            "direct",
            d -> {
              PhysAddr p = page(d);
              DmaAddr a = d.mapPhys(p, 64, dir, 0, 1);
              d.cpuWrite(p, new byte[4], 2);
              d.syncSingleForDevice(a.plus(from), 64 - from, dir, 3);
              d.ledger().deviceRuns();
            })
        .stream()
        .map(Misuse::id)
        .toList();
  }

  @Test
  void aMisuseSaysWhatHappenedAndWhere() {
    Misuse misuse = run("direct", d -> mapUnmap(d, 64, 32)).getFirst();
    assertThat(misuse.id()).isEqualTo("frees-dma-memory-with-different-size");
    assertThat(misuse.mappedAt()).isEqualTo(1);
    assertThat(misuse.at()).isEqualTo(3);
    assertThat(misuse.text())
        .isEqualTo("frees DMA memory with different size [map size=64] [unmap size=32]");
  }

  private static List<Misuse> run(String profile, Consumer<DmaApi> program) {
    DmaApi dma = DmaApi.open(Profiles.named(profile).orElseThrow());
    program.accept(dma);
    return dma.ledger().misuses();
  }

  private static PhysAddr page(DmaApi d) {
    return d.buffers().allocatePages(Zone.LOW, PAGE, PAGE);
  }

  private static DmaAddr mapped(DmaApi d, long size, Direction dir) {
    DmaAddr address = d.mapPhys(page(d), size, dir, 0, 1);
    d.mappingError(address, 2);
    return address;
  }

  private static void mapUnmap(DmaApi d, long size, long unmapSize) {
    d.unmapPhys(mapped(d, size, TO), unmapSize, TO, 0, 3);
  }

  private static void mapTwice(DmaApi d, Direction dir) {
    PhysAddr p = page(d);
    d.mapPhys(p, 64, dir, 0, 1);
    d.mapPhys(p, 64, dir, 0, 2);
  }

  private static void sync(
      DmaApi d, Direction dir, int from, int size, Direction syncDir, boolean toCpu) {
    DmaAddr a = mapped(d, 64, dir).plus(from);
    if (toCpu) {
      d.syncSingleForCpu(a, size, syncDir, 3);
    } else {
      d.syncSingleForDevice(a, size, syncDir, 3);
    }
  }

  private static ScatterArray list(DmaApi d, int entries, int length) {
    ScatterArray sg = d.newList(entries);
    for (int i = 0; i < entries; i++) {
      sg.set(i, d.buffers().allocatePages(Zone.LOW, length, PAGE), length, 0);
    }
    return sg;
  }

  private static void mapList(DmaApi d, int length) {
    d.mapSg(list(d, 1, length).first(), 1, TO, 0, 1);
  }

  private static void syncList(DmaApi d, int count) {
    ScatterArray sg = list(d, 4, PAGE);
    d.mapSg(sg.first(), 4, FROM, 0, 1);
    d.syncSgForCpu(sg.first(), count, FROM, 2);
  }

  /// Takes `size` bytes of IOVA and links two pages, the second from `offset` inside its page.
  private static IovaState link(DmaApi d, int offset, long size) {
    IovaState state = new IovaState();
    assertThat(d.iova().tryAlloc(state, new PhysAddr(0), size, 1)).isTrue();
    d.iova().link(state, page(d), 0, PAGE, TO, 0, 2);
    d.iova().link(state, page(d).plus(offset), PAGE, PAGE, TO, 0, 3);
    return state;
  }
}
