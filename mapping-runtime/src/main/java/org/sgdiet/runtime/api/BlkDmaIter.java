// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.List;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.path.P2pProvider.MapType;

/// `struct blk_dma_iter` over the segments of a request: block/blk-mq-dma.c, 7.3.
///
/// The segments are what `blk_map_iter_next()` gives: physical ranges that keep the queue's limits.
public final class BlkDmaIter {
  /// `blk_status_t`, as far as mapping sets it.
  public enum Status {
    /// `BLK_STS_OK`.
    OK,
    /// `BLK_STS_RESOURCE`: try again later.
    RESOURCE,
    /// `BLK_STS_INVAL`.
    INVAL,
    /// `BLK_STS_IOERR`.
    IOERR
  }

  private final DmaApi dma;
  private final List<Phyr> segments;
  private final Direction dir;
  private final int at;
  private int next;
  private MapType map = MapType.NONE;
  private Status status = Status.OK;
  private DmaVec vector = new DmaVec(DmaAddr.MAPPING_ERROR, 0);

  public BlkDmaIter(DmaApi dma, List<Phyr> segments, Direction dir, int at) {
    this.dma = dma;
    this.segments = List.copyOf(segments);
    this.dir = dir;
    this.at = at;
  }

  /// `iter->addr` and `iter->len`, valid when start or next returned true.
  public DmaVec vector() {
    return vector;
  }

  /// `iter->status`, valid when start or next returned false.
  public Status status() {
    return status;
  }

  /// `iter->p2pdma.map`, to be kept for the unmap.
  public MapType map() {
    return map;
  }

  /// `blk_rq_dma_map_iter_start()`: all segments in one range of IOVA when no gap between them is
  /// under the merge boundary, else the first one by itself.
  public boolean start(IovaState state) {
    status = Status.OK;
    next = 0;
    if (segments.isEmpty()) {
      return false;
    }
    Phyr first = segments.getFirst();
    map = dma.host().device().p2pType(first.start().value());
    switch (map) {
      case BUS_ADDR -> {
        return bus();
      }
      case NOT_SUPPORTED -> {
        status = Status.INVAL;
        return false;
      }
      case NONE, THRU_HOST_BRIDGE -> {}
    }
    long total = segments.stream().mapToLong(Phyr::length).sum();
    if ((gapMask() & dma.mergeBoundary()) == 0
        && dma.iova().tryAlloc(state, first.start(), total, at)) {
      return link(state);
    }
    state.clear();
    return direct();
  }

  /// `blk_rq_dma_map_iter_next()`: the next segment, by itself.
  public boolean next() {
    if (next >= segments.size()) {
      return false;
    }
    return map == MapType.BUS_ADDR ? bus() : direct();
  }

  /// `blk_rq_dma_map_coalesce()`.
  public static boolean coalesced(IovaState state) {
    return state.inUse();
  }

  /// `blk_rq_dma_unmap()`: false when the caller has to unmap every vector itself.
  public static boolean unmap(
      DmaApi dma, IovaState state, long mapped, MapType map, Direction dir, int at) {
    if (map == MapType.BUS_ADDR) {
      return true;
    }
    if (state.inUse()) {
      dma.iova().destroy(state, mapped, dir, attrs(map), at);
      return true;
    }
    return !dma.needUnmap(at);
  }

  /// `req_phys_gap_mask()`: the low bits at which inner starts and ends lie.
  private long gapMask() {
    long mask = 0;
    for (int i = 1; i < segments.size(); i++) {
      mask |= segments.get(i - 1).end() | segments.get(i).start().value();
    }
    return mask;
  }

  /// `blk_rq_dma_map_iova()`.
  private boolean link(IovaState state) {
    long mapped = 0;
    int error = 0;
    while (next < segments.size() && error == 0) {
      Phyr segment = segments.get(next);
      error =
          dma.iova().link(state, segment.start(), mapped, segment.length(), dir, attrs(map), at);
      if (error == 0) {
        mapped += segment.length();
        next++;
      }
    }
    if (error == 0) {
      error = dma.iova().sync(state, 0, mapped, at);
    }
    if (error != 0) {
      dma.iova().destroy(state, mapped, dir, attrs(map), at);
      status = error == -Errno.ENOMEM ? Status.RESOURCE : Status.IOERR;
      return false;
    }
    vector = new DmaVec(new DmaAddr(state.address()), state.size());
    return true;
  }

  /// `blk_dma_map_direct()`.
  private boolean direct() {
    Phyr segment = segments.get(next++);
    DmaAddr address = dma.mapPhys(segment.start(), segment.length(), dir, attrs(map), at);
    if (dma.mappingError(address, at) != 0) {
      status = Status.RESOURCE;
      return false;
    }
    vector = new DmaVec(address, segment.length());
    return true;
  }

  /// `blk_dma_map_bus()`.
  private boolean bus() {
    Phyr segment = segments.get(next++);
    long bus = dma.host().device().p2pBusAddress(segment.start().value());
    vector = new DmaVec(new DmaAddr(bus), segment.length());
    return true;
  }

  private static long attrs(MapType map) {
    return map == MapType.THRU_HOST_BRIDGE ? Attrs.MMIO : Attrs.NONE;
  }
}
