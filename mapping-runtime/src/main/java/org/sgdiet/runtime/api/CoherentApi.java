// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.Optional;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Host;

/// Memory that the CPU and the device share without syncs: `dma_alloc_attrs()` of
/// kernel/dma/mapping.c, 7.3.
public final class CoherentApi {
  /// What `dma_alloc_coherent()` gives: both addresses.
  public record Memory(CpuAddr pointer, DmaAddr handle) {}

  private final DmaApi dma;

  CoherentApi(DmaApi dma) {
    this.dma = dma;
  }

  /// `dma_alloc_coherent()`: whole pages of zeroed low memory, empty when the device cannot have
  /// it.
  public Optional<Memory> allocate(long size, int at) {
    PhysAddr phys = dma.buffers().allocatePages(Buffers.Zone.LOW, size, pageSize());
    long bus = dma.injectsFault() ? DmaAddr.ERROR : address(phys.value(), size);
    if (bus == DmaAddr.ERROR) {
      return Optional.empty();
    }
    dma.host().cpu().uncached(phys.value(), size);
    dma.ledger().allocCoherent(phys.value(), size, bus, at);
    return Optional.of(new Memory(CpuAddr.ofPhys(phys), new DmaAddr(bus)));
  }

  private long address(long phys, long size) {
    if (!dma.path().isDirect()) {
      return dma.path().mapPhys(phys, pages(size), Direction.BIDIRECTIONAL, Attrs.SKIP_CPU_SYNC);
    }
    Host host = dma.host();
    long bus = host.device().physToDma(phys);
    boolean reached = Long.compareUnsigned(bus + size - 1, host.device().addressLimit()) <= 0;
    return reached ? bus : DmaAddr.ERROR;
  }

  /// `dma_free_coherent()`.
  public void free(long size, CpuAddr pointer, DmaAddr handle, int at) {
    if (!dma.path().isDirect()) {
      dma.path()
          .unmapPhys(handle.value(), pages(size), Direction.BIDIRECTIONAL, Attrs.SKIP_CPU_SYNC);
    }
    dma.ledger().freeCoherent(pointer.toPhys().value(), size, handle.value(), at);
  }

  private long pages(long size) {
    return (size + pageSize() - 1) & -pageSize();
  }

  private long pageSize() {
    return dma.profile().platform().pageSize();
  }
}
