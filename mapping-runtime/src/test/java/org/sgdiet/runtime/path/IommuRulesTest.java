// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgdiet.runtime.path.Scene.FROM;
import static org.sgdiet.runtime.path.Scene.PAGE;
import static org.sgdiet.runtime.path.Scene.TO;

import org.junit.jupiter.api.Test;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.sg.ScatterArray;

/// Rules 26 to 48, 75 and 76 of docs/dma-model.md: dma-iommu for lists and single ranges.
final class IommuRulesTest {
  private static final long ERROR = DmaAddr.ERROR;

  @Test
  @ForRule(26)
  void iovaIsAlignedToItsSizeFromTheTopDown() {
    Scene s = Scene.on("iommu");
    long first = s.map(s.low(5 * PAGE), 5 * PAGE);
    assertThat(first & (8 * PAGE - 1)).isZero();
    long second = s.map(s.low(40 * PAGE), 40 * PAGE);
    assertThat(second).isLessThan(first);
    assertThat(second & (64 * PAGE - 1)).isZero();
    s.fired(Rule.IOVA_SIZE_ALIGNED);
  }

  @Test
  @ForRule(27)
  void iovaBelow4GiBComesFirst() {
    Scene s = Scene.on("iommu");
    assertThat(s.map(s.low(PAGE), PAGE)).isBetween(1L, 0xffff_ffffL);
    Scene platform = Scene.on("arm64-smmu");
    assertThat(platform.map(platform.low(PAGE), PAGE)).isGreaterThan(0xffff_ffffL);
  }

  @Test
  @ForRule(28)
  void noIovaIsEnomem() {
    Scene s = Scene.withAperture(16 * PAGE);
    assertThat(s.mapTable(s.list(0, 16 * PAGE), 0)).isEqualTo(-Errno.ENOMEM);
    s.fired(Rule.IOVA_EXHAUSTED);
    assertThat(s.dma.iova().tryAlloc(new IovaState(), new PhysAddr(0), 16 * PAGE, 0)).isFalse();
  }

  @Test
  @ForRule(29)
  void aListHasOneRange() {
    Scene s = Scene.on("iommu");
    Costs.Snapshot before = s.dma.costs();
    ScatterArray list = s.list(100, 50, 200, PAGE, 0, 10);
    assertThat(s.mapSg(list)).isEqualTo(3);
    assertThat(s.dma.costs().since(before).iovaAllocations()).isEqualTo(1);
    long base = list.entry(0).dmaAddress() - 100;
    assertThat(list.entry(1).dmaAddress()).isEqualTo(base + PAGE + 200);
    assertThat(list.entry(2).dmaAddress()).isEqualTo(base + 3 * PAGE);
  }

  @Test
  @ForRule(30)
  void paddingGoesBeforeAnEntryThatWouldCross() {
    Scene s = Scene.on("iommu");
    s.device().setSegBoundary(4 * PAGE - 1);
    ScatterArray list = s.list(0, 3 * PAGE, 0, 2 * PAGE);
    assertThat(s.mapSg(list)).isEqualTo(2);
    assertThat(list.entry(1).dmaAddress() - list.entry(0).dmaAddress()).isEqualTo(4 * PAGE);
    s.fired(Rule.SG_BOUNDARY_PAD);
  }

  @Test
  @ForRule({31, 37})
  void scatteredPagesJoinAndTheTailIsInvalid() {
    Scene s = Scene.on("iommu");
    ScatterArray list = s.list(512, 3584, 0, PAGE, 0, 100);
    assertThat(s.mapSg(list)).isEqualTo(1);
    assertThat(list.entry(0).dmaLength()).isEqualTo(3584 + PAGE + 100);
    assertThat(list.entry(1).dmaAddress()).isEqualTo(ERROR);
    assertThat(list.entry(2).dmaLength()).isZero();
    assertThat(list.entry(0).offset()).isEqualTo(512);
    assertThat(list.entry(2).length()).isEqualTo(100);
  }

  @Test
  @ForRule(32)
  void aStartInsideAGranuleOpensASegment() {
    Scene s = Scene.on("iommu");
    assertThat(s.mapSg(s.list(0, PAGE, 8, PAGE))).isEqualTo(2);
    s.fired(Rule.SG_STARTS_INSIDE_GRANULE);
  }

  @Test
  @ForRule(33)
  void anEndInsideAGranuleClosesASegment() {
    Scene s = Scene.on("iommu");
    assertThat(s.mapSg(s.list(0, PAGE - 8, 0, PAGE))).isEqualTo(2);
    s.fired(Rule.SG_ENDS_INSIDE_GRANULE);
  }

  @Test
  @ForRule(34)
  void aBoundaryClosesASegment() {
    Scene s = Scene.on("iommu");
    s.device().setSegBoundary(2 * PAGE - 1);
    ScatterArray list = s.list(0, PAGE, 0, PAGE, 0, PAGE);
    assertThat(s.mapSg(list)).isEqualTo(2);
    assertThat(Scene.lengths(list, 2)).containsExactly(2 * PAGE, PAGE);
    s.device().setSegBoundary(PAGE - 1);
    assertThat(s.mapSg(s.list(0, PAGE, 0, PAGE))).isEqualTo(2);
    s.fired(Rule.SG_AT_BOUNDARY);
  }

  @Test
  @ForRule({35, 36})
  void theMaximumHoldsUntilOneEntryIsLonger() {
    Scene s = Scene.on("iommu");
    s.device().setMaxSegSize(2 * PAGE);
    ScatterArray fits = s.list(0, PAGE, 0, PAGE, 0, PAGE);
    assertThat(s.mapSg(fits)).isEqualTo(2);
    s.fired(Rule.SG_MAX_SEG);
    ScatterArray wraps = s.list(0, 3 * PAGE, 0, PAGE, 0, 4 * PAGE);
    assertThat(s.mapSg(wraps)).isEqualTo(1);
    assertThat(wraps.entry(0).dmaLength()).isEqualTo(8 * PAGE);
  }

  @Test
  @ForRule({38, 39})
  void anAlignedEntryOfLengthZeroFailsTheList() {
    Scene s = Scene.on("iommu");
    s.device().setSegBoundary(0xffff_ffffL);
    ScatterArray list = s.list(0, PAGE, 0, 0, 0, PAGE);
    assertThat(s.mapTable(list, 0)).isEqualTo(-Errno.EINVAL);
    s.fired(Rule.SG_MAP_FAILS);
    assertThat(list.entry(0).length()).isEqualTo(PAGE);
    assertThat(list.entry(0).dmaAddress()).isEqualTo(ERROR);
    assertThat(s.mapTable(s.list(0, PAGE, 8, 0, 0, PAGE), 0)).isZero();
  }

  @Test
  @ForRule(40)
  void strictUnmapFlushesOnce() {
    Scene s = Scene.on("iommu");
    ScatterArray list = s.list(0, PAGE, 8, PAGE, 0, 10);
    s.mapSg(list);
    Costs.Snapshot before = s.dma.costs();
    s.dma.unmapSg(list.first(), 3, TO, 0, 0);
    assertThat(s.dma.costs().since(before).iotlbFlushes()).isEqualTo(1);
    s.fired(Rule.UNMAP_STRICT);
  }

  @Test
  @ForRule(41)
  void lazyUnmapFlushesWhenTheQueueIsFull() {
    Scene s = Scene.on("iommu-lazy");
    PhysAddr phys = s.low(PAGE);
    for (int i = 0; i < 255; i++) {
      s.unmap(s.map(phys, PAGE), PAGE, TO, 0);
    }
    assertThat(s.dma.costs().iotlbFlushes()).isZero();
    s.unmap(s.map(phys, PAGE), PAGE, TO, 0);
    assertThat(s.dma.costs().iotlbFlushes()).isEqualTo(1);
    s.fired(Rule.UNMAP_LAZY);
  }

  @Test
  @ForRule(42)
  void unmappingNothingIsAWarning() {
    Scene s = Scene.on("iommu");
    s.unmap(0x1234_5000L, PAGE, TO, 0);
    s.fired(Rule.UNMAP_NOT_MAPPED);
  }

  @Test
  @ForRule(43)
  void anAlignMaskAboveTheGranuleFails() {
    Scene s = Scene.on("iommu");
    s.device().setMinAlignMask(2 * PAGE - 1);
    assertThat(s.map(s.low(PAGE), PAGE)).isEqualTo(ERROR);
    s.fired(Rule.IOMMU_MIN_ALIGN);
  }

  @Test
  @ForRule(44)
  void lengthZeroFailsOnAGranuleAlone() {
    Scene s = Scene.on("iommu");
    assertThat(s.map(s.low(PAGE), 0)).isEqualTo(ERROR);
    assertThat(s.map(s.low(PAGE).plus(8), 0) & 4095).isEqualTo(8);
  }

  @Test
  @ForRule(45)
  void anUntrustedDeviceGetsEntryForEntry() {
    Scene s = Scene.on("iommu-untrusted");
    assertThat(s.mapSg(s.list(0, PAGE, 0, PAGE))).isEqualTo(2);
    s.fired(Rule.SG_BOUNCES_PER_ENTRY);
    Scene small = Scene.on("arm64-smmu");
    ScatterArray list = small.list(0, PAGE, 0, 8);
    assertThat(small.dma.mapSg(list.first(), 2, FROM, 0, 0)).isEqualTo(2);
    assertThat(small.dma.mapSg(small.list(0, PAGE, 0, 8).first(), 2, TO, 0, 0)).isEqualTo(1);
  }

  @Test
  @ForRule({46, 47})
  void onlyRaggedBuffersBounceAndTheirPaddingIsZero() {
    Scene s = Scene.on("iommu-untrusted");
    assertThat(s.bounced(s.map(s.low(PAGE), PAGE))).isFalse();
    s.device().setMinAlignMask(4095);
    PhysAddr page = s.low(PAGE);
    s.cpuWrites(page, 5, PAGE);
    long bus = s.map(page.plus(100), 50);
    assertThat(s.bounced(bus)).isTrue();
    assertThat(s.deviceReads(bus)).isEqualTo(5);
    assertThat(s.deviceReads(bus - 1)).isZero();
    assertThat(s.deviceReads(bus + 50)).isZero();
    s.fired(Rule.UNTRUSTED_ZERO_PADDING);
  }

  @Test
  @ForRule(48)
  void aBounceCannotBeRequiredCoherent() {
    Scene s = Scene.on("iommu-untrusted");
    assertThat(s.map(s.low(PAGE), 50, TO, Attrs.REQUIRE_COHERENT)).isEqualTo(ERROR);
    s.fired(Rule.UNTRUSTED_REFUSES_ATTRS);
    assertThat(s.map(s.low(PAGE), PAGE, TO, Attrs.REQUIRE_COHERENT)).isNotEqualTo(ERROR);
  }

  @Test
  @ForRule({75, 76})
  void whatTheDeviceLikes() {
    assertThat(Scene.on("iommu").dma.optMappingSize()).isEqualTo(131072);
    assertThat(Scene.on("direct").dma.optMappingSize()).isEqualTo(-1);
    assertThat(Scene.on("direct-32bit").dma.optMappingSize()).isEqualTo(262144);
    assertThat(Scene.on("iommu").dma.mergeBoundary()).isEqualTo(4095);
    assertThat(Scene.on("arm64-smmu-64k").dma.mergeBoundary()).isEqualTo(65535);
    assertThat(Scene.on("direct").dma.mergeBoundary()).isZero();
  }
}
