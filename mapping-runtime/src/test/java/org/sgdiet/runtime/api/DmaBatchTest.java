// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.api.DmaBatch.Form;
import org.sgdiet.runtime.ledger.Misuse;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.DmaIommuPath;
import org.sgdiet.runtime.path.Errno;

/// The rules of docs/dma-batch.md, by number.
final class DmaBatchTest {
  private static final Direction TO = Direction.TO_DEVICE;
  private static final int AT = 7;

  private static DmaApi open(String profile) {
    return DmaApi.open(Profiles.named(profile).orElseThrow());
  }

  /// Scattered ranges of the given offset in their page and length.
  private static List<Phyr> ranges(DmaApi dma, long... offsetAndLength) {
    List<Phyr> ranges = new ArrayList<>();
    for (int i = 0; i < offsetAndLength.length; i += 2) {
      dma.buffers().allocatePages(Zone.LOW, 4096, 4096);
      long length = offsetAndLength[i + 1];
      PhysAddr page = dma.buffers().allocatePages(Zone.LOW, offsetAndLength[i] + length, 4096);
      ranges.add(new Phyr(page.plus(offsetAndLength[i]), length));
    }
    return ranges;
  }

  private static DmaBatch fill(DmaApi dma, Form form, int max, List<Phyr> inputs) {
    DmaBatch batch = DmaBatch.start(dma, form, max, DmaBatch.span(dma, form, inputs), TO, 0, AT);
    for (Phyr input : inputs) {
      assertThat(batch.add(input)).isZero();
    }
    return batch;
  }

  private static void clean(DmaApi dma, DmaBatch batch) {
    batch.unmap();
    assertThat(dma.ledger().live()).isEmpty();
    assertThat(dma.ledger().misuses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule2OnADirectMapEveryInputIsOneVector(Form form) {
    DmaApi dma = open("direct");
    List<Phyr> inputs = ranges(dma, 0, 4096, 100, 50, 0, 65536);
    DmaBatch batch = fill(dma, form, 8, inputs);
    assertThat(batch.finish())
        .extracting(v -> v.address().value(), DmaVec::length)
        .containsExactlyElementsOf(
            inputs.stream()
                .map(p -> org.assertj.core.groups.Tuple.tuple(p.start().value(), p.length()))
                .toList());
    clean(dma, batch);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule3AlignedInnerEdgesGiveOneVectorAndOneSync(Form form) {
    DmaApi dma = open("iommu");
    List<Phyr> inputs = ranges(dma, 512, 3584, 0, 8192, 0, 100);
    Costs.Snapshot before = dma.costs();
    DmaBatch batch = fill(dma, form, 8, inputs);
    List<DmaVec> out = batch.finish();
    Costs.Snapshot spent = dma.costs().since(before);
    assertThat(out).hasSize(1);
    assertThat(out.getFirst().length()).isEqualTo(3584 + 8192 + 100);
    assertThat(out.getFirst().address().value() & 4095).isEqualTo(512);
    assertThat(spent.iotlbSyncs()).isEqualTo(1);
    assertThat(spent.iovaAllocations()).isEqualTo(1);
    clean(dma, batch);
  }

  @Test
  void rule4AMisalignmentClosesARunAndTheFormsDifferInCost() {
    DmaApi dma = open("iommu");
    List<Phyr> inputs = ranges(dma, 0, 4096, 100, 3996, 0, 4096, 8, 16);
    Costs.Snapshot before = dma.costs();
    DmaBatch driver = fill(dma, Form.DRIVER_SIDE, 8, inputs);
    List<DmaVec> fromDriver = driver.finish();
    Costs.Snapshot driverCost = dma.costs().since(before);
    clean(dma, driver);
    before = dma.costs();
    DmaBatch inside = fill(dma, Form.IN_IOMMU, 8, inputs);
    List<DmaVec> fromInside = inside.finish();
    Costs.Snapshot insideCost = dma.costs().since(before);
    clean(dma, inside);
    assertThat(fromDriver).extracting(DmaVec::length).containsExactly(4096L, 8092L, 16L);
    assertThat(fromInside).extracting(DmaVec::length).containsExactly(4096L, 8092L, 16L);
    assertThat(driverCost.iovaAllocations()).isEqualTo(3);
    assertThat(driverCost.iotlbSyncs()).isEqualTo(3);
    assertThat(insideCost.iovaAllocations()).isEqualTo(1);
    assertThat(insideCost.iotlbSyncs()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule5LimitsCutVectorsOnEveryPath(Form form) {
    for (String profile : List.of("direct", "iommu", "iommu-untrusted", "arm32-iommu")) {
      DmaApi dma = open(profile);
      dma.host().device().setMaxSegSize(8192);
      dma.host().device().setSegBoundary(0x3fff);
      DmaBatch batch = fill(dma, form, 64, ranges(dma, 0, 40960, 0, 4096));
      List<DmaVec> out = batch.finish();
      assertThat(out.stream().mapToLong(DmaVec::length).sum()).isEqualTo(45056);
      assertThat(out)
          .allSatisfy(v -> {
            assertThat(v.length()).isLessThanOrEqualTo(8192);
            long last = v.address().value() + v.length() - 1;
            assertThat((v.address().value() ^ last) & ~0x3fffL).isZero();
          });
      clean(dma, batch);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule6WhenTheVectorsDoNotSufficeTheInputStaysOutside(Form form) {
    for (String profile : List.of("direct", "iommu")) {
      DmaApi dma = open(profile);
      List<Phyr> inputs = ranges(dma, 0, 100, 0, 100, 0, 100);
      DmaBatch batch = DmaBatch.start(dma, form, 2, 1 << 16, TO, 0, AT);
      assertThat(batch.add(inputs.get(0))).isZero();
      assertThat(batch.add(inputs.get(1))).isZero();
      assertThat(batch.add(inputs.get(2))).isEqualTo(-Errno.ENOSPC);
      assertThat(batch.finish()).extracting(DmaVec::length).containsExactly(100L, 100L);
      clean(dma, batch);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule7AnInputThatFailsLeavesNothingBehind(Form form) {
    for (Profile profile : Profiles.all()) {
      for (int k = 1; k <= 4; k++) {
        DmaApi dma = DmaApi.open(profile);
        dma.failMapping(k);
        List<Phyr> inputs = ranges(dma, 0, 4096, 256, 512, 0, 4096);
        DmaBatch batch = DmaBatch.start(dma, form, 8, 1 << 16, TO, 0, AT);
        long added = 0;
        for (Phyr input : inputs) {
          added += batch.add(input) == 0 ? input.length() : 0;
        }
        assertThat(batch.finish().stream().mapToLong(DmaVec::length).sum()).isEqualTo(added);
        clean(dma, batch);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule8PeersKeepTheirBusAddressOrFail(Form form) {
    for (String profile : List.of("direct-p2p", "iommu-p2p")) {
      DmaApi dma = open(profile);
      DmaBatch batch = DmaBatch.start(dma, form, 8, 1 << 16, TO, 0, AT);
      PhysAddr near = dma.buffers().allocatePages(Zone.PEER_BUS_ADDRESS, 4096, 4096);
      PhysAddr bridge = dma.buffers().allocatePages(Zone.PEER_HOST_BRIDGE, 4096, 4096);
      PhysAddr far = dma.buffers().allocatePages(Zone.PEER_UNREACHABLE, 4096, 4096);
      assertThat(batch.add(new Phyr(near, 4096))).isZero();
      assertThat(batch.add(new Phyr(bridge, 4096))).isZero();
      assertThat(batch.add(new Phyr(far, 4096))).isEqualTo(-Errno.EREMOTEIO);
      List<DmaVec> out = batch.finish();
      assertThat(out).hasSize(2);
      assertThat(out.getFirst().address().value()).isEqualTo(near.value() + 0x10_0000_0000L);
      clean(dma, batch);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule9ALengthOfZeroIsRefused(Form form) {
    DmaApi dma = open("iommu");
    DmaBatch batch = DmaBatch.start(dma, form, 8, 4096, TO, 0, AT);
    assertThat(batch.add(new Phyr(new PhysAddr(0x200_0000), 0))).isEqualTo(-Errno.EINVAL);
    assertThat(batch.finish()).isEmpty();
    clean(dma, batch);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule10WhatHasToBounceIsMappedByItself(Form form) {
    DmaApi dma = open("iommu-untrusted");
    List<Phyr> inputs = ranges(dma, 0, 4096, 100, 200, 0, 4096, 0, 8192);
    DmaBatch batch = fill(dma, form, 8, inputs);
    assertThat(batch.finish().stream().mapToLong(DmaVec::length).sum()).isEqualTo(16584);
    clean(dma, batch);
  }

  @Test
  void rule11EveryInputFormGivesTheSameRanges() {
    DmaApi dma = open("iommu");
    PhysAddr page = dma.buffers().allocatePages(Zone.LOW, 3 * 4096, 4096);
    List<PhysAddr> pages = List.of(page, page.plus(4096), page.plus(8192));
    assertThat(Phyr.ofPages(pages, 4096, 100, 8192))
        .containsExactly(new Phyr(page.plus(100), 8192));
    var list = dma.newList(1);
    list.set(0, page, 8192, 100);
    assertThat(Phyr.ofList(list.first(), 1)).containsExactly(new Phyr(page.plus(100), 8192));
    assertThat(Phyr.ofBioVecs(List.of(new Phyr.BioVec(page, 8192, 100))))
        .containsExactly(new Phyr(page.plus(100), 8192));
  }

  @Test
  void rule12AVectorMayNotBeUsedBeforeFinalize() {
    DmaApi dma = open("iommu");
    DmaBatch batch = fill(dma, Form.DRIVER_SIDE, 8, ranges(dma, 0, 4096));
    dma.deviceRead(batch.vectors().getFirst().address(), 4, AT);
    assertThat(dma.ledger().misuses())
        .hasAtLeastOneElementOfType(Misuse.UsesUnsyncedIova.class)
        .hasSize(1);
    batch.finish();
    dma.deviceRead(batch.vectors().getFirst().address(), 4, AT);
    assertThat(dma.ledger().misuses()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void rule13UnmapTakesAnUnfinishedBatchDown(Form form) {
    DmaApi dma = open("iommu");
    Costs.Snapshot before = dma.costs();
    DmaBatch batch = fill(dma, form, 8, ranges(dma, 0, 100, 0, 4096, 8, 8));
    clean(dma, batch);
    long flushes = dma.costs().since(before).iotlbFlushes();
    assertThat(flushes).isEqualTo(form == Form.IN_IOMMU ? 1 : 3);
    assertThat(dma.path()).isInstanceOf(DmaIommuPath.class);
    assertThat(((DmaIommuPath) dma.path()).mappedGranules()).isZero();
  }

  @Test
  void theOtherCallsCostWhatTheDocumentSays() {
    DmaApi dma = open("iommu");
    List<Phyr> inputs = ranges(dma, 0, 4096, 100, 3996, 0, 4096, 8, 16);
    var list = dma.newList(4);
    for (int i = 0; i < 4; i++) {
      long offset = inputs.get(i).start().value() & 4095;
      list.set(i, inputs.get(i).start().plus(-offset), (int) inputs.get(i).length(), (int) offset);
    }
    Costs.Snapshot before = dma.costs();
    assertThat(dma.mapSg(list.first(), 4, TO, 0, AT)).isEqualTo(3);
    assertThat(dma.costs().since(before).iovaAllocations()).isEqualTo(1);
    assertThat(dma.costs().since(before).iotlbSyncs()).isEqualTo(1);
    before = dma.costs();
    inputs.forEach(p -> dma.mapPhys(p.start(), p.length(), TO, 0, AT));
    assertThat(dma.costs().since(before).iovaAllocations()).isEqualTo(4);
    assertThat(dma.costs().since(before).iotlbSyncs()).isEqualTo(4);
  }
}
