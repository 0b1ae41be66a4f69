// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.Optional;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.DmaIova;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.path.Rule;
import org.sgdiet.runtime.sg.KernelBug;

/// The two-step calls as a driver makes them: `dma_iova_*()` of drivers/iommu/dma-iommu.c, 7.3.
public final class IovaApi {
  private final DmaApi dma;
  private final Optional<DmaIova> path;

  IovaApi(DmaApi dma, Optional<DmaIova> path) {
    this.dma = dma;
    this.path = path;
  }

  /// `dma_iova_try_alloc()`: false means that the other mapping calls are to be used.
  public boolean tryAlloc(IovaState state, PhysAddr phys, long size, int at) {
    state.clear();
    if (path.isEmpty()) {
      dma.host().steps().add(Rule.IOVA_TRY_ALLOC, "the device is not behind dma-iommu");
      return false;
    }
    if (dma.injectsFault() || !path.get().tryAlloc(state, phys.value(), size)) {
      return false;
    }
    dma.ledger().iova().allocate(state.address(), size, at);
    return true;
  }

  /// `dma_iova_link()`: 0 or `-errno`.
  public int link(
      IovaState state, PhysAddr phys, long offset, long size, Direction dir, long attrs, int at) {
    int result =
        dma.injectsFault()
            ? -Errno.ENOMEM
            : required("dma_iova_link").link(state, phys.value(), offset, size, dir, attrs);
    dma.ledger().iova().link(state.address(), phys.value(), offset, size, result, at);
    return result;
  }

  /// `dma_iova_sync()`: 0 or `-errno`.
  public int sync(IovaState state, long offset, long size, int at) {
    dma.ledger().iova().sync(state.address());
    return required("dma_iova_sync").sync(state, offset, size);
  }

  /// `dma_iova_unlink()`.
  public void unlink(IovaState state, long offset, long size, Direction dir, long attrs, int at) {
    required("dma_iova_unlink").unlink(state, offset, size, dir, attrs);
    dma.ledger().iova().unlink(state.address(), size, false, at);
  }

  /// `dma_iova_free()`: the range, when nothing is linked any more.
  public void free(IovaState state, int at) {
    required("dma_iova_free").free(state);
    dma.ledger().iova().free(state.address(), at);
  }

  /// `dma_iova_destroy()`: unlinks `mappedLength` bytes and frees the range.
  public void destroy(IovaState state, long mappedLength, Direction dir, long attrs, int at) {
    required("dma_iova_destroy").destroy(state, mappedLength, dir, attrs);
    dma.ledger().iova().unlink(state.address(), mappedLength, true, at);
    dma.ledger().iova().free(state.address(), at);
  }

  private DmaIova required(String function) {
    return path.orElseThrow(
        () -> new KernelBug(function, "the device has no DMA domain; dma_iova_try_alloc said so"));
  }
}
