// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgdiet.runtime.path.Scene.FROM;
import static org.sgdiet.runtime.path.Scene.PAGE;
import static org.sgdiet.runtime.path.Scene.TO;

import org.junit.jupiter.api.Test;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.sg.KernelBug;
import org.sgdiet.runtime.sg.ScatterArray;

/// Rules 1 to 25 of docs/dma-model.md: dispatch, the direct path, bounce buffers.
final class DirectRulesTest {
  private static final long ERROR = DmaAddr.ERROR;

  @Test
  @ForRule(1)
  void dispatch() {
    assertThat(Scene.on("direct").dma.path().isDirect()).isTrue();
    assertThat(Scene.on("iommu").dma.path().iova()).isPresent();
    assertThat(Scene.on("arm32-iommu").dma.path().isDirect()).isFalse();
    assertThat(Scene.on("arm32-iommu").dma.path().iova()).isEmpty();
  }

  @Test
  @ForRule(2)
  void mapSgHidesTheErrno() {
    Scene s = Scene.on("direct-30bit");
    ScatterArray list = s.dma.newList(1);
    list.set(0, s.high(PAGE), PAGE, 0);
    assertThat(s.mapSg(list)).isZero();
    s.fired(Rule.MAP_SG_HIDES_ERRNO);
    assertThat(s.mapTable(list, 0)).isEqualTo(-Errno.EIO);
    assertThat(s.dma.mapSg(list.first(), 0, TO, 0, 0)).isZero();
  }

  @Test
  @ForRule(3)
  void requireCoherent() {
    Scene s = Scene.on("arm64-direct");
    assertThat(s.mapTable(s.list(0, PAGE), Attrs.REQUIRE_COHERENT)).isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(s.map(s.low(64), 64, TO, Attrs.REQUIRE_COHERENT)).isEqualTo(ERROR);
    Scene coherent = Scene.on("direct");
    assertThat(coherent.mapTable(coherent.list(0, PAGE), Attrs.REQUIRE_COHERENT)).isZero();
  }

  @Test
  @ForRule(4)
  void mapSingleRefusesVmalloc() {
    Scene s = Scene.on("direct");
    CpuAddr vmalloc = new CpuAddr(CpuAddr.VMALLOC_BASE + PAGE);
    assertThat(s.dma.mapSingle(vmalloc, 64, TO, 0, 0).isError()).isTrue();
    s.fired(Rule.MAP_SINGLE_VMALLOC);
  }

  @Test
  @ForRule(5)
  void mapPageRefusesMmioAndMapResourceIsMapPhysWithIt() {
    Scene s = Scene.on("direct");
    PhysAddr phys = s.low(64);
    assertThat(s.dma.mapPage(phys, 0, 64, TO, Attrs.MMIO, 0).isError()).isTrue();
    assertThat(s.dma.mapResource(phys, 64, TO, 0, 0).value()).isEqualTo(phys.value());
  }

  @Test
  @ForRule(6)
  void needUnmap() {
    Scene s = Scene.withoutDebug("direct-32bit");
    assertThat(s.dma.needUnmap(0)).isFalse();
    s.map(s.high(PAGE), PAGE);
    assertThat(s.dma.needUnmap(0)).isTrue();
    assertThat(Scene.withoutDebug("arm64-direct").dma.needUnmap(0)).isTrue();
    assertThat(Scene.withoutDebug("iommu").dma.needUnmap(0)).isTrue();
    assertThat(Scene.on("direct").dma.needUnmap(0)).isTrue();
  }

  @Test
  @ForRule(7)
  void needSync() {
    Scene s = Scene.withoutDebug("direct-32bit");
    DmaAddr plain = new DmaAddr(s.map(s.low(64), 64));
    assertThat(s.dma.needSync(plain)).isFalse();
    DmaAddr bounced = new DmaAddr(s.map(s.high(64), 64));
    assertThat(s.dma.needSync(bounced)).isTrue();
    assertThat(s.dma.needSync(plain)).isFalse();
  }

  @Test
  @ForRule(8)
  void directIsOneToOne() {
    Scene s = Scene.on("direct");
    s.device().setMaxSegSize(512);
    s.device().setSegBoundary(0xfff);
    PhysAddr phys = s.low(4 * PAGE);
    ScatterArray list = s.dma.newList(2);
    list.set(0, phys, 2 * PAGE, 0);
    list.set(1, phys.plus(2 * PAGE), 2 * PAGE, 0);
    assertThat(s.mapSg(list)).isEqualTo(2);
    assertThat(Scene.lengths(list, 2)).containsExactly(2 * PAGE, 2 * PAGE);
    assertThat(list.entry(1).dmaAddress()).isEqualTo(phys.value() + 2 * PAGE);
  }

  @Test
  @ForRule(9)
  void directAddsTheBusOffset() {
    Scene s = Scene.on("direct-offset");
    PhysAddr phys = s.low(PAGE);
    assertThat(s.map(phys, PAGE)).isEqualTo(phys.value() + 0xc000_0000L);
    assertThat(s.map(new PhysAddr(0x4000_0000L), PAGE)).isEqualTo(ERROR);
  }

  @Test
  @ForRule(10)
  void overflowBounces() {
    Scene s = Scene.on("direct-32bit");
    assertThat(s.bounced(s.map(s.high(PAGE), PAGE))).isTrue();
    s.fired(Rule.DIRECT_OVERFLOW_BOUNCES);
    assertThat(s.bounced(s.map(s.low(PAGE), PAGE))).isFalse();
  }

  @Test
  @ForRule(11)
  void overflowFails() {
    Scene none = Scene.on("direct-30bit");
    assertThat(none.map(none.high(PAGE), PAGE)).isEqualTo(ERROR);
    none.fired(Rule.DIRECT_OVERFLOW_FAILS);
    Scene pool = Scene.on("direct-32bit");
    assertThat(pool.map(pool.high(PAGE), PAGE, TO, Attrs.MMIO)).isEqualTo(ERROR);
    assertThat(pool.map(pool.high(PAGE), PAGE, TO, Attrs.REQUIRE_COHERENT)).isEqualTo(ERROR);
  }

  @Test
  @ForRule(12)
  void oneFailureUndoesTheList() {
    Scene s = Scene.on("swiotlb");
    ScatterArray list = s.list(0, PAGE, 0, 512 * 1024);
    assertThat(s.mapTable(list, 0)).isEqualTo(-Errno.EIO);
    s.fired(Rule.DIRECT_ALL_OR_NOTHING);
    assertThat(s.dma.host().swiotlb().usedSlots()).isZero();
  }

  @Test
  @ForRule(13)
  void forceBouncesAll() {
    Scene s = Scene.on("swiotlb");
    assertThat(s.bounced(s.map(s.low(64), 64))).isTrue();
    s.fired(Rule.FORCE_BOUNCES_ALL);
  }

  @Test
  @ForRule(14)
  void forceRefusesAttributes() {
    Scene s = Scene.on("swiotlb");
    assertThat(s.map(s.low(64), 64, TO, Attrs.MMIO)).isEqualTo(ERROR);
    assertThat(s.map(s.low(64), 64, TO, Attrs.REQUIRE_COHERENT)).isEqualTo(ERROR);
    s.fired(Rule.FORCE_REFUSES_ATTRS);
  }

  @Test
  @ForRule({15, 17})
  void maxMappingSize() {
    assertThat(Scene.on("direct").dma.maxMappingSize()).isEqualTo(-1);
    Scene s = Scene.on("direct-32bit");
    assertThat(s.dma.maxMappingSize()).isEqualTo(262144);
    s.device().setMinAlignMask(511);
    assertThat(s.dma.maxMappingSize()).isEqualTo(260096);
    s.device().setMinAlignMask(4095);
    assertThat(s.dma.maxMappingSize()).isEqualTo(258048);
    assertThat(Scene.on("swiotlb").dma.maxMappingSize()).isEqualTo(262144);
  }

  @Test
  @ForRule(16)
  void withoutPoolNothingBounces() {
    Scene s = Scene.withoutPool("iommu-untrusted");
    assertThat(s.map(s.low(64), 64)).isEqualTo(ERROR);
    s.fired(Rule.BOUNCE_NO_POOL);
  }

  @Test
  @ForRule(18)
  void bounceKeepsTheBitsUnderTheAlignMask() {
    Scene s = Scene.on("swiotlb");
    assertThat(s.map(s.low(PAGE).plus(100), 50) & 2047).isZero();
    assertThat(s.map(s.low(2 * PAGE).plus(100), PAGE) & 4095).isZero();
    s.device().setMinAlignMask(511);
    assertThat(s.map(s.low(PAGE).plus(1124), 50) & 2047).isEqualTo(100);
    s.device().setMinAlignMask(4095);
    assertThat(s.map(s.low(2 * PAGE).plus(3100), 50) & 4095).isEqualTo(3100);
  }

  @Test
  @ForRule(19)
  void aRunOfSlotsStaysInsideTheBoundary() {
    Scene s = Scene.on("swiotlb");
    s.device().setSegBoundary(2047);
    assertThat(s.map(s.low(PAGE), 2048)).isNotEqualTo(ERROR);
    assertThat(s.map(s.low(PAGE), 2049)).isEqualTo(ERROR);
    s.fired(Rule.BOUNCE_NO_SLOTS);
    s.device().setSegBoundary(-1);
    assertThat(s.map(s.low(1 << 19), 262145)).isEqualTo(ERROR);
    assertThat(s.map(s.low(1 << 19), 262144)).isNotEqualTo(ERROR);
  }

  @Test
  @ForRule(20)
  void bounceCopiesAtMapInEveryDirection() {
    Scene s = Scene.on("swiotlb");
    PhysAddr phys = s.low(64);
    s.cpuWrites(phys, 42, 64);
    assertThat(s.deviceReads(s.map(phys, 64, FROM, 0))).isEqualTo(42);
    s.fired(Rule.BOUNCE_COPY_AT_MAP);
  }

  @Test
  @ForRule(21)
  void bounceCopiesBackAtUnmap() {
    Scene s = Scene.on("swiotlb");
    PhysAddr phys = s.low(64);
    long bus = s.map(phys, 64, FROM, 0);
    s.deviceWrites(bus, 7, 64);
    s.unmap(bus, 64, FROM, Attrs.SKIP_CPU_SYNC);
    assertThat(s.cpuReads(phys)).isZero();
    bus = s.map(phys, 64, FROM, 0);
    s.deviceWrites(bus, 7, 64);
    s.unmap(bus, 64, FROM, 0);
    assertThat(s.cpuReads(phys)).isEqualTo(7);
  }

  @Test
  @ForRule(22)
  void aSyncCopiesItsOwnPart() {
    Scene s = Scene.on("swiotlb");
    PhysAddr phys = s.low(PAGE);
    long bus = s.map(phys, PAGE, FROM, 0);
    s.deviceWrites(bus, 9, PAGE);
    s.dma.syncSingleForCpu(new DmaAddr(bus + 2100), 100, FROM, 0);
    assertThat(s.cpuReads(phys)).isZero();
    assertThat(s.cpuReads(phys.plus(2100))).isEqualTo(9);
    assertThat(s.cpuReads(phys.plus(2200))).isZero();
  }

  @Test
  @ForRule(23)
  void aPoolOutOfReachCannotHelp() {
    Scene s = Scene.on("direct");
    s.dma.setMask((1L << 30) - 1);
    assertThat(s.map(s.high(PAGE), PAGE)).isEqualTo(ERROR);
    s.fired(Rule.BOUNCE_OUT_OF_REACH);
    assertThat(s.dma.host().swiotlb().usedSlots()).isZero();
  }

  @Test
  @ForRule(24)
  void bouncingNothingIsABug() {
    Scene s = Scene.on("swiotlb");
    assertThatThrownBy(() -> s.map(s.low(64), 0)).isInstanceOf(KernelBug.class);
  }

  @Test
  @ForRule(25)
  void smallKmallocBuffersBounce() {
    Scene s = Scene.on("arm64-direct");
    assertThat(s.bounced(s.map(s.low(64), 8, FROM, 0))).isTrue();
    assertThat(s.bounced(s.map(s.low(64), 96, FROM, 0))).isTrue();
    assertThat(s.bounced(s.map(s.low(64), 64, FROM, 0))).isFalse();
    assertThat(s.bounced(s.map(s.low(64), 8, TO, 0))).isFalse();
    assertThat(s.bounced(s.map(s.low(512), 257, FROM, 0))).isFalse();
  }
}
