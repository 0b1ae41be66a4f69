// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.Optional;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.IovaState;

/// One run of the driver-side batch: one IOVA range, one output vector, one IOTLB sync.
final class IovaRun {
  private final DmaApi dma;
  private final IovaState state = new IovaState();
  private final Direction dir;
  private final long attrs;
  private final int at;
  private final long granule;
  private long linked;
  private boolean synced;

  private IovaRun(DmaApi dma, Direction dir, long attrs, int at) {
    this.dma = dma;
    this.dir = dir;
    this.attrs = attrs;
    this.at = at;
    granule = dma.mergeBoundary() + 1;
  }

  /// Takes IOVA for a run that begins at `phys` and may take `want` bytes, as far as the limits go.
  static Optional<IovaRun> open(
      DmaApi dma, PhysAddr phys, long want, long attrs, Direction dir, int at) {
    IovaRun run = new IovaRun(dma, dir, attrs, at);
    long offset = phys.value() & (run.granule - 1);
    long size =
        Limits.fit(
            offset,
            want,
            Integer.toUnsignedLong(dma.host().device().maxSegSize()),
            dma.host().device().segBoundary());
    return dma.iova().tryAlloc(run.state, phys, size, at) ? Optional.of(run) : Optional.empty();
  }

  /// The bus address of its first byte.
  DmaAddr address() {
    return new DmaAddr(state.address());
  }

  /// Links as much of `[phys, phys + length)` as fits behind what is linked: 0 when the run is
  /// full, a start or the last end is not on a granule, or the link fails.
  long link(PhysAddr phys, long length) {
    boolean aligned =
        linked == 0 || ((phys.value() | (state.address() + linked)) & (granule - 1)) == 0;
    long part = Math.min(length, state.size() - linked);
    if (!aligned || part <= 0 || dma.iova().link(state, phys, linked, part, dir, attrs, at) != 0) {
      return 0;
    }
    linked += part;
    return part;
  }

  /// Bytes linked so far.
  long linked() {
    return linked;
  }

  /// Takes out again what was linked behind the first `length` bytes; it began on a granule.
  void unlinkBehind(long length) {
    if (linked > length) {
      dma.iova().unlink(state, length, linked - length, dir, attrs, at);
      linked = length;
    }
  }

  /// `dma_iova_sync()`, once.
  void sync() {
    if (!synced && linked > 0) {
      dma.iova().sync(state, 0, linked, at);
      synced = true;
    }
  }

  /// `dma_iova_destroy()` with the length that was linked.
  void destroy() {
    dma.iova().destroy(state, linked, dir, attrs, at);
  }
}
