// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgdiet.runtime.api.BlkDmaIter.Status;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.path.P2pProvider.MapType;

/// The block layer's iterator and the SCSI wrappers, on the paths that decide what they do.
final class BlockAndScsiTest {
  private static final Direction TO = Direction.TO_DEVICE;

  private static DmaApi open(String profile) {
    return DmaApi.open(Profiles.named(profile).orElseThrow());
  }

  private static Phyr pages(DmaApi dma, Zone zone, long length) {
    dma.buffers().allocatePages(zone, 4096, 4096);
    return new Phyr(dma.buffers().allocatePages(zone, length, 4096), length);
  }

  private static List<Long> walk(BlkDmaIter iter, IovaState state) {
    List<Long> lengths = new ArrayList<>();
    for (boolean more = iter.start(state); more; more = iter.next()) {
      lengths.add(iter.vector().length());
      if (BlkDmaIter.coalesced(state)) {
        break;
      }
    }
    return lengths;
  }

  @Test
  void alignedSegmentsBecomeOneRangeBehindAnIommu() {
    DmaApi dma = open("iommu");
    List<Phyr> segments = List.of(pages(dma, Zone.LOW, 8192), pages(dma, Zone.LOW, 512));
    IovaState state = new IovaState();
    BlkDmaIter iter = new BlkDmaIter(dma, segments, TO, 1);
    assertThat(walk(iter, state)).containsExactly(8704L);
    assertThat(dma.costs().iotlbSyncs()).isEqualTo(1);
    assertThat(BlkDmaIter.unmap(dma, state, 8704, iter.map(), TO, 2)).isTrue();
    assertThat(dma.ledger().misuses()).isEmpty();
    assertThat(dma.ledger().live()).isEmpty();
  }

  @Test
  void aGapUnderTheMergeBoundaryMapsSegmentBySegment() {
    DmaApi dma = open("iommu");
    List<Phyr> segments = List.of(pages(dma, Zone.LOW, 512), pages(dma, Zone.LOW, 4096));
    IovaState state = new IovaState();
    BlkDmaIter iter = new BlkDmaIter(dma, segments, TO, 1);
    assertThat(walk(iter, state)).containsExactly(512L, 4096L);
    assertThat(dma.costs().iovaAllocations()).isEqualTo(2);
    assertThat(BlkDmaIter.unmap(dma, state, 4608, iter.map(), TO, 2)).isFalse();
    assertThat(iter.status()).isEqualTo(Status.OK);
  }

  @Test
  void peersAndFailuresHaveAStatus() {
    DmaApi dma = open("iommu-p2p");
    IovaState state = new IovaState();
    BlkDmaIter near = new BlkDmaIter(dma, List.of(pages(dma, Zone.PEER_BUS_ADDRESS, 4096)), TO, 1);
    assertThat(near.start(state)).isTrue();
    assertThat(near.map()).isEqualTo(MapType.BUS_ADDR);
    assertThat(BlkDmaIter.unmap(dma, state, 4096, near.map(), TO, 2)).isTrue();
    BlkDmaIter far = new BlkDmaIter(dma, List.of(pages(dma, Zone.PEER_UNREACHABLE, 4096)), TO, 1);
    assertThat(far.start(state)).isFalse();
    assertThat(far.status()).isEqualTo(Status.INVAL);
    DmaApi direct = open("direct-30bit");
    BlkDmaIter high = new BlkDmaIter(direct, List.of(pages(direct, Zone.HIGH, 4096)), TO, 1);
    assertThat(high.start(state)).isFalse();
    assertThat(high.status()).isEqualTo(Status.RESOURCE);
  }

  @Test
  void scsiMapsToACountNothingOrEnomem() {
    DmaApi dma = open("iommu");
    var list = dma.newList(2);
    list.set(0, new PhysAddr(0x200_0000), 4096, 0);
    list.set(1, new PhysAddr(0x300_0000), 4096, 0);
    ScsiDma command = new ScsiDma(list.first(), 2, TO);
    assertThat(command.map(dma, 1)).isEqualTo(1);
    command.unmap(dma, 2);
    assertThat(new ScsiDma(list.first(), 0, TO).map(dma, 3)).isZero();
    dma.failMapping(dma.mappingOperations() + 1);
    assertThat(command.map(dma, 4)).isEqualTo(-Errno.ENOMEM);
    assertThat(dma.ledger().misuses()).isEmpty();
    assertThat(dma.ledger().live()).isEmpty();
  }
}
