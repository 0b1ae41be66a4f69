// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgdiet.runtime.path.Scene.FROM;
import static org.sgdiet.runtime.path.Scene.PAGE;
import static org.sgdiet.runtime.path.Scene.TO;

import org.junit.jupiter.api.Test;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.sg.ScatterArray;

/// Rules 49 to 74 of docs/dma-model.md: IOVA calls, P2PDMA, caches, the other architectures.
final class OtherRulesTest {
  private static IovaState alloc(Scene s, long phys, long size) {
    IovaState state = new IovaState();
    assertThat(s.dma.iova().tryAlloc(state, new PhysAddr(phys), size, 0)).isTrue();
    return state;
  }

  private static int link(Scene s, IovaState state, PhysAddr phys, long offset, long size) {
    return s.dma.iova().link(state, phys, offset, size, TO, 0, 0);
  }

  @Test
  @ForRule(49)
  void onlyDmaIommuHasIova() {
    IovaState state = alloc(Scene.on("iommu"), 0, PAGE);
    for (String profile : new String[] {"direct", "swiotlb", "arm32-iommu", "powerpc-tce"}) {
      Scene s = Scene.on(profile);
      assertThat(s.dma.iova().tryAlloc(state, new PhysAddr(0), PAGE, 0)).isFalse();
      assertThat(state.inUse()).isFalse();
      s.fired(Rule.IOVA_TRY_ALLOC);
    }
  }

  @Test
  @ForRule(50)
  void sizesThatAreRefused() {
    Scene s = Scene.on("iommu");
    assertThat(s.dma.iova().tryAlloc(new IovaState(), new PhysAddr(0), 0, 0)).isFalse();
    assertThat(s.dma.iova().tryAlloc(new IovaState(), new PhysAddr(0), 1L << 63, 0)).isFalse();
    s.fired(Rule.IOVA_SIZE_REFUSED);
  }

  @Test
  @ForRule(51)
  void aLaterStartInsideAGranuleIsEio() {
    Scene s = Scene.on("iommu");
    IovaState state = alloc(s, 0, 2 * PAGE);
    assertThat(link(s, state, s.low(PAGE), 0, PAGE)).isZero();
    assertThat(link(s, state, s.low(PAGE).plus(8), PAGE, 8)).isEqualTo(-Errno.EIO);
    s.fired(Rule.LINK_START_ALIGNED);
  }

  @Test
  @ForRule(52)
  void linksIgnoreTheLimits() {
    Scene s = Scene.on("iommu");
    s.device().setMaxSegSize(512);
    s.device().setSegBoundary(511);
    PhysAddr phys = s.low(4 * PAGE).plus(100);
    IovaState state = alloc(s, phys.value(), 3 * PAGE);
    assertThat(state.address() & 4095).isEqualTo(100);
    assertThat(link(s, state, phys, 0, 3 * PAGE)).isZero();
    long last = s.dma.path().translation().translate(state.address() + 3 * PAGE - 1, false);
    assertThat(last).isEqualTo(phys.value() + 3 * PAGE - 1);
  }

  @Test
  @ForRule(53)
  void aRaggedEndFailsTheNextLink() {
    Scene s = Scene.on("iommu");
    IovaState state = alloc(s, 0, 3 * PAGE);
    assertThat(link(s, state, s.low(PAGE), 0, 100)).isZero();
    assertThat(link(s, state, s.low(PAGE), 100, PAGE)).isEqualTo(-Errno.ENXIO);
    assertThat(link(s, state, s.low(PAGE), 0, PAGE)).isEqualTo(-Errno.EADDRINUSE);
    Scene smmu = Scene.on("arm64-smmu");
    state = alloc(smmu, 0, 3 * PAGE);
    assertThat(link(smmu, state, smmu.low(PAGE), 0, 100)).isZero();
    assertThat(link(smmu, state, smmu.low(PAGE), 100, PAGE)).isEqualTo(-Errno.EINVAL);
    assertThat(link(smmu, state, smmu.low(PAGE), 0, PAGE)).isEqualTo(-Errno.EEXIST);
  }

  @Test
  @ForRule(54)
  void linksThatCannotBeCoherent() {
    Scene s = Scene.on("arm64-smmu");
    IovaState state = alloc(s, 0, PAGE);
    int result = s.dma.iova().link(state, s.low(PAGE), 0, PAGE, TO, Attrs.REQUIRE_COHERENT, 0);
    assertThat(result).isEqualTo(-Errno.EOPNOTSUPP);
    s.fired(Rule.LINK_REQUIRE_COHERENT);
  }

  @Test
  @ForRule(55)
  void linksThatMayNotBounce() {
    Scene s = Scene.on("iommu-untrusted");
    IovaState state = alloc(s, 0, PAGE);
    assertThat(s.dma.iova().link(state, s.low(PAGE), 0, 100, TO, Attrs.MMIO, 0))
        .isEqualTo(-Errno.EPERM);
    s.fired(Rule.LINK_REFUSES_ATTRS);
  }

  @Test
  @ForRule(56)
  void edgesBounceAndTheMiddleDoesNot() {
    Scene s = Scene.on("iommu-untrusted");
    s.device().setMinAlignMask(4095);
    PhysAddr phys = s.low(4 * PAGE).plus(100);
    IovaState state = alloc(s, phys.value(), 2 * PAGE);
    assertThat(link(s, state, phys, 0, 2 * PAGE)).isZero();
    assertThat(s.bounced(state.address())).isTrue();
    assertThat(s.bounced(state.address() + PAGE)).isFalse();
    assertThat(s.bounced(state.address() + 2 * PAGE - 1)).isTrue();
    assertThat(state.usesSwiotlb()).isTrue();
    s.device().setMinAlignMask(0);
    assertThat(link(s, alloc(s, 100, PAGE), phys, 0, PAGE)).isEqualTo(-Errno.ENXIO);
    s.device().setSegBoundary(2047);
    assertThat(link(s, alloc(s, 100, PAGE), phys, 0, PAGE)).isEqualTo(-Errno.ENOMEM);
  }

  @Test
  @ForRule({57, 59})
  void oneSyncAndDestroyKeepsTheState() {
    Scene s = Scene.on("iommu");
    IovaState state = alloc(s, 0, 2 * PAGE);
    link(s, state, s.low(PAGE), 0, PAGE);
    link(s, state, s.low(PAGE), PAGE, PAGE);
    long address = state.address();
    assertThat(s.dma.costs().iotlbSyncs()).isZero();
    assertThat(s.dma.iova().sync(state, 0, 2 * PAGE, 0)).isZero();
    assertThat(s.dma.costs().iotlbSyncs()).isEqualTo(1);
    s.dma.iova().destroy(state, 2 * PAGE, TO, 0, 0);
    assertThat(s.dma.path().translation().translate(address, false)).isNegative();
    assertThat(state.address()).isEqualTo(address);
    assertThat(alloc(s, 0, 2 * PAGE).address()).isEqualTo(address);
  }

  @Test
  @ForRule(58)
  void unlinkingAHoleWarns() {
    Scene s = Scene.on("iommu");
    IovaState state = alloc(s, 0, 2 * PAGE);
    link(s, state, s.low(PAGE), 0, PAGE);
    s.dma.iova().unlink(state, 0, 2 * PAGE, TO, 0, 0);
    s.fired(Rule.UNLINK_WARNS);
  }

  @Test
  @ForRule({60, 61, 62})
  void peers() {
    for (String profile : new String[] {"direct-p2p", "iommu-p2p"}) {
      Scene s = Scene.on(profile);
      PhysAddr near = s.dma.buffers().allocatePages(Zone.PEER_BUS_ADDRESS, PAGE, PAGE);
      PhysAddr bridge = s.dma.buffers().allocatePages(Zone.PEER_HOST_BRIDGE, PAGE, PAGE);
      ScatterArray list = s.dma.newList(2);
      list.set(0, near, PAGE, 0);
      list.set(1, bridge, PAGE, 0);
      assertThat(s.mapSg(list)).isEqualTo(2);
      s.fired(Rule.P2P_BUS_ADDRESS);
      assertThat(list.entry(0).dmaAddress()).isEqualTo(near.value() + 0x10_0000_0000L);
      assertThat(list.entry(0).isBusAddress()).isTrue();
      assertThat(s.dma.path().translation().translate(list.entry(1).dmaAddress(), false))
          .isEqualTo(bridge.value());
      s.dma.unmapSg(list.first(), 2, TO, 0, 0);
      assertThat(list.entry(0).isBusAddress()).isFalse();
      list.set(1, s.dma.buffers().allocatePages(Zone.PEER_UNREACHABLE, PAGE, PAGE), PAGE, 0);
      assertThat(s.mapTable(list, 0)).isEqualTo(-Errno.EREMOTEIO);
      s.fired(Rule.P2P_UNREACHABLE);
    }
  }

  @Test
  @ForRule({63, 64})
  void cachesAreMaintained() {
    Scene s = Scene.on("arm64-direct");
    PhysAddr phys = s.low(PAGE);
    s.cpuWrites(phys, 3, 64);
    assertThat(s.deviceReads(phys.value())).isZero();
    long bus = s.map(phys, PAGE, TO, Attrs.SKIP_CPU_SYNC);
    assertThat(s.deviceReads(bus)).isZero();
    bus = s.map(phys, PAGE, FROM, 0);
    assertThat(s.deviceReads(bus)).isEqualTo(3);
    s.deviceWrites(bus, 8, 64);
    assertThat(s.cpuReads(phys)).isEqualTo(3);
    s.cpuWrites(phys, 4, 64);
    s.unmap(bus, PAGE, FROM, 0);
    assertThat(s.cpuReads(phys)).isEqualTo(8);
  }

  @Test
  @ForRule(65)
  void listsAreSyncedByTheirInSides() {
    Scene s = Scene.on("arm64-smmu");
    ScatterArray list = s.list(0, PAGE, 0, PAGE);
    assertThat(s.dma.mapSg(list.first(), 2, FROM, 0, 0)).isEqualTo(1);
    PhysAddr second = new PhysAddr(list.entry(1).phys());
    s.cpuReads(second);
    s.deviceWrites(list.entry(0).dmaAddress() + PAGE, 6, 64);
    assertThat(s.cpuReads(second)).isZero();
    s.dma.syncSgForCpu(list.first(), 2, FROM, 0);
    assertThat(s.cpuReads(second)).isEqualTo(6);
  }

  @Test
  @ForRule({66, 67, 68})
  void arm32Joins() {
    Scene s = Scene.on("arm32-iommu");
    ScatterArray list = s.list(512, 3584, 0, PAGE, 8, 100, 0, 8);
    list.entry(3).setDmaAddress(77);
    assertThat(s.mapSg(list)).isEqualTo(3);
    assertThat(Scene.lengths(list, 4)).containsExactly(3584 + PAGE, 100, 8, 0);
    assertThat(list.entry(3).dmaAddress()).isEqualTo(77);
    s.device().setMaxSegSize(2 * PAGE);
    assertThat(s.mapSg(s.list(512, 3584, 0, PAGE, 0, PAGE))).isEqualTo(2);
    ScatterArray tooLong = s.dma.newList(1);
    tooLong.set(0, new PhysAddr(0x8200_0000L), 192 << 20, 0);
    assertThat(s.mapTable(tooLong, 0)).isEqualTo(-Errno.ENOMEM);
    s.fired(Rule.ARM_ERROR);
  }

  @Test
  @ForRule({69, 70, 71})
  void powerpcJoinsByLuck() {
    Scene s = Scene.on("powerpc-tce");
    ScatterArray list = s.list(0, PAGE, 0, PAGE, 100, 50, 0, 0, 0, 10);
    list.entry(4).setDmaLength(99);
    assertThat(s.mapSg(list)).isEqualTo(3);
    assertThat(Scene.lengths(list, 3)).containsExactly(2 * PAGE, 50, 10);
    s.fired(Rule.TCE_ZERO_LENGTH);
    assertThat(list.entry(3).dmaLength()).isZero();
    assertThat(list.entry(4).dmaLength()).isEqualTo(99);
  }

  @Test
  @ForRule({72, 73})
  void powerpcFails() {
    Scene s = Scene.on("powerpc-tce");
    s.device().setSegBoundary(PAGE - 1);
    ScatterArray list = s.list(0, PAGE, 0, 2 * PAGE);
    assertThat(s.mapTable(list, 0)).isEqualTo(-Errno.EIO);
    s.fired(Rule.TCE_ERROR);
    assertThat(list.entry(0).dmaLength()).isZero();
    s.unmap(1L << 40, PAGE, TO, 0);
    s.fired(Rule.TCE_FREE_CHECK);
  }

  @Test
  @ForRule(74)
  void oneLengthForBothSides() {
    Scene s = Scene.on("direct-offset");
    ScatterArray list = s.list(0, PAGE);
    list.entry(0).setDmaLength(100);
    assertThat(list.entry(0).length()).isEqualTo(100);
    Scene apart = Scene.on("direct");
    list = apart.list(0, PAGE);
    list.entry(0).setDmaLength(100);
    assertThat(list.entry(0).length()).isEqualTo(PAGE);
    assertThat(new DmaAddr(-1).isError()).isTrue();
  }
}
