// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.memory.MemoryKind;
import org.sgdiet.runtime.memory.MemoryRange;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Host;
import org.sgdiet.runtime.sg.ScatterEntry;

/// Every live mapping and every misuse so far: kernel/dma/debug.c, 7.3, with the matching of
/// `__hash_bucket_find()` and the checks of `check_unmap()`, `check_sync()` and
/// `check_sg_segment()`.
public final class Ledger {
  /// Attributes that must be the same at unmap (`DMA_ATTR_UNMAP_VALID`).
  private static final long UNMAP_ATTRS =
      Attrs.NO_KERNEL_MAPPING
          | Attrs.FORCE_CONTIGUOUS
          | Attrs.MMIO
          | Attrs.REQUIRE_COHERENT
          | Attrs.PRIVILEGED
          | Attrs.CC_SHARED;

  private record Freed(int mappedAt, int freedAt) {}

  private final Host host;
  private final boolean on;
  private final LiveMappings live = new LiveMappings();
  private final Map<Long, Freed> freed = new HashMap<>();
  private final Map<Long, Mapping> lines = new HashMap<>();
  private final List<Misuse> misuses = new ArrayList<>();
  private final Touches touches = new Touches();

  /// A ledger for `host`; one that is not `on` records nothing, like `dma_debug=off`.
  public Ledger(Host host, boolean on) {
    this.host = host;
    this.on = on;
  }

  /// What went wrong so far, oldest first.
  public List<Misuse> misuses() {
    return List.copyOf(misuses);
  }

  /// How many misuses there were.
  public int misuseCount() {
    return misuses.size();
  }

  /// Forgets the misuses so far, and what was unmapped.
  public void forget() {
    misuses.clear();
    freed.clear();
  }

  /// What is mapped now, by bus address.
  public List<Mapping> live() {
    return live.all();
  }

  /// How many mappings are live.
  public int liveCount() {
    return live.count();
  }

  /// Notes a misuse that another part of the emulation found.
  public void report(Misuse misuse) {
    if (on) {
      misuses.add(misuse);
    }
  }

  /// The driver lets the device go (`dma_debug_device_change()`): what is left has leaked.
  public void release(int at) {
    for (Mapping mapping : live()) {
      report(new Misuse.Leak(at, mapping.at, mapping.address, mapping.size, mapping.kind));
    }
  }

  /// `debug_dma_map_single()`: the pointer itself.
  public void mapPointer(boolean linear, boolean vmalloc, long pointer, long length, int at) {
    if (vmalloc) {
      report(new Misuse.MapsVmalloc(at, pointer, length));
    } else if (!linear) {
      report(new Misuse.MapsInvalidArea(at, pointer, length));
    }
  }

  /// `debug_dma_map_phys()`.
  public void mapPhys(long phys, long size, Direction dir, long address, long attrs, int at) {
    if (!on || address == -1L) {
      return;
    }
    if (Attrs.any(attrs, Attrs.MMIO)) {
      if (host.memory().rangeAt(phys).filter(r -> r.kind().isMemory()).isPresent()) {
        report(new Misuse.ResourceIsMemory(at, phys));
      }
    } else {
      checkArea(phys, size, at);
    }
    Mapping mapping = new Mapping(Mapping.Kind.PHYS, phys, address, size, dir, attrs, 0, 0, at);
    add(mapping);
    touches.add(mapping, phys, size);
  }

  /// `debug_dma_map_sg()`.
  public void mapSg(ScatterEntry sg, int nents, int mapped, Direction dir, long attrs, int at) {
    if (!on) {
      return;
    }
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      checkArea(s.phys(), s.lengthBytes(), at);
    }
    s = sg;
    for (int i = 0; i < mapped; i++, s = s.stepIf(i < mapped)) {
      Mapping mapping =
          new Mapping(
              Mapping.Kind.SG,
              s.phys(),
              s.dmaAddress(),
              s.dmaLengthBytes(),
              dir,
              attrs,
              nents,
              mapped,
              at);
      checkSegment(s, at);
      add(mapping);
      if (i == 0) {
        touches.addList(mapping, sg, nents);
      }
    }
  }

  /// `debug_dma_alloc_coherent()`.
  public void allocCoherent(long phys, long size, long address, int at) {
    if (on) {
      add(
          new Mapping(
              Mapping.Kind.COHERENT, phys, address, size, Direction.BIDIRECTIONAL, 0, 0, 0, at));
    }
  }

  /// `debug_dma_mapping_error()`: the first mapping at the address that was not asked about yet.
  public void checked(long address) {
    for (Mapping m = live.at(address); m != null; m = m.sameAddress) {
      if (!m.checked) {
        m.checked = true;
        return;
      }
    }
  }

  /// `debug_dma_unmap_phys()`.
  public void unmapPhys(long address, long size, Direction dir, long attrs, int at) {
    if (on) {
      checkUnmap(new Mapping(Mapping.Kind.PHYS, 0, address, size, dir, attrs, 0, 0, at), true);
    }
  }

  /// `debug_dma_free_coherent()`.
  public void freeCoherent(long phys, long size, long address, int at) {
    if (on) {
      checkUnmap(
          new Mapping(
              Mapping.Kind.COHERENT, phys, address, size, Direction.BIDIRECTIONAL, 0, 0, 0, at),
          true);
    }
  }

  /// `debug_dma_unmap_sg()`: entry by entry, as far as the first one says it was mapped.
  public void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs, int at) {
    if (!on) {
      return;
    }
    int mapped = 0;
    ScatterEntry s = sg;
    for (int i = 0; i < nents && (mapped == 0 || i < mapped); i++) {
      Mapping ref = sgReference(s, nents, dir, attrs, at);
      if (i == 0) {
        mapped = live.find(ref).map(m -> m.mappedEntries).orElse(0);
      }
      checkUnmap(ref, i == 0);
      s = s.stepIf(i + 1 < nents && i + 1 < Math.max(mapped, 1));
      if (mapped == 0) {
        return;
      }
    }
  }

  /// `debug_dma_sync_single_for_cpu()` and `_for_device()`.
  public void syncSingle(long address, long size, Direction dir, boolean toCpu, int at) {
    if (on) {
      checkSync(new Mapping(Mapping.Kind.PHYS, 0, address, size, dir, 0, 0, 0, at), toCpu, true);
    }
  }

  /// `debug_dma_sync_sg_for_cpu()` and `_for_device()`.
  public void syncSg(ScatterEntry sg, int nents, Direction dir, boolean toCpu, int at) {
    if (!on || nents == 0) {
      return;
    }
    int mapped = live.find(sgReference(sg, nents, dir, 0, at)).map(m -> m.mappedEntries).orElse(0);
    if (mapped == 0) {
      report(new Misuse.SyncsNotAllocated(at, sg.dmaAddress(), sg.dmaLengthBytes()));
      return;
    }
    ScatterEntry s = sg;
    int count = Math.min(nents, mapped);
    for (int i = 0; i < count; i++, s = s.stepIf(i < count)) {
      checkSync(sgReference(s, nents, dir, 0, at), toCpu, i == 0);
    }
  }

  /// The CPU reads or writes `[phys, phys + length)`: legal unless the device owns it.
  public void cpuTouches(long phys, long length, boolean write, int at) {
    if (on) {
      touches
          .deviceOwner(phys, length, write)
          .ifPresent(m -> report(new Misuse.CpuTouchesMapped(at, m.at, phys, length, write)));
    }
  }

  /// A mapping that is live at a bus address, if any.
  public Optional<Mapping> at(long address) {
    return Optional.ofNullable(live.at(address));
  }

  // ---- IOVA ranges

  /// A range of IOVA was allocated.
  public void allocIova(long address, long size, int at) {
    if (on) {
      add(new Mapping(Mapping.Kind.IOVA, 0, address, size, Direction.NONE, 0, 0, 0, at));
    }
  }

  /// `dma_iova_link()` answered `result`.
  public void linkIova(long address, long phys, long offset, long size, int result, int at) {
    if (!on) {
      return;
    }
    if (result == -org.sgdiet.runtime.path.Errno.EIO) {
      report(new Misuse.LinksUnaligned(at, phys, offset));
    }
    Mapping m = live.at(address);
    if (m != null && result == 0) {
      if (Long.compareUnsigned(offset + size, m.size) > 0) {
        report(new Misuse.LinksOutsideRange(at, m.at, m.size, offset + size));
      }
      m.linked += size;
      m.synced = false;
    }
  }

  /// `dma_iova_sync()` was called.
  public void syncIova(long address) {
    Mapping m = live.at(address);
    if (m != null) {
      m.synced = true;
    }
  }

  /// `dma_iova_unlink()` of `size` bytes from `offset`; `whole` when `dma_iova_destroy()` calls it.
  public void unlinkIova(long address, long size, boolean whole, int at) {
    Mapping m = live.at(address);
    if (!on || m == null) {
      return;
    }
    if (whole ? size != m.linked : size > m.linked) {
      report(new Misuse.UnlinksDifferentSize(at, m.at, m.linked, size));
    }
    m.linked = Math.max(0, m.linked - size);
  }

  /// `dma_iova_free()`.
  public void freeIova(long address, int at) {
    if (!on) {
      return;
    }
    Mapping m = live.at(address);
    if (m == null) {
      notFound(address, 0, at);
      return;
    }
    if (m.linked != 0) {
      report(new Misuse.FreesLinkedIova(at, m.at, address, m.linked));
    }
    remove(m, at);
  }

  /// The device is about to use a bus address.
  public void deviceUses(long address, int at) {
    if (live.holdsIova()) {
      live.startsIn(address)
          .filter(m -> m.kind == Mapping.Kind.IOVA && !m.synced)
          .ifPresent(m -> report(new Misuse.UsesUnsyncedIova(at, m.at, address)));
    }
  }

  // ---- checks

  /// `check_for_stack()` and `check_for_illegal_area()`.
  private void checkArea(long phys, long size, int at) {
    MemoryKind kind = host.memory().rangeAt(phys).map(MemoryRange::kind).orElse(MemoryKind.MMIO);
    if (kind == MemoryKind.STACK) {
      report(new Misuse.MapsStack(at, phys));
    } else if (kind == MemoryKind.KERNEL_TEXT) {
      report(new Misuse.MapsKernelText(at, phys, size));
    }
  }

  /// `check_sg_segment()`.
  private void checkSegment(ScatterEntry s, int at) {
    int limit = host.device().maxSegSize();
    if (Integer.compareUnsigned(s.length(), limit) > 0) {
      report(new Misuse.SegmentTooLong(at, s.lengthBytes(), Integer.toUnsignedLong(limit)));
    }
    long end = s.dmaAddress() + s.dmaLengthBytes() - 1;
    long boundary = host.device().segBoundary();
    if (((s.dmaAddress() ^ end) & ~boundary) != 0) {
      report(new Misuse.SegmentAcrossBoundary(at, s.dmaAddress(), end, boundary));
    }
  }

  /// `check_unmap()`; `first` is false behind the first entry of a list.
  private void checkUnmap(Mapping ref, boolean first) {
    Optional<Mapping> found = live.find(ref);
    if (found.isEmpty()) {
      notFound(ref.address, ref.size, ref.at);
      return;
    }
    Mapping m = found.get();
    long a = ref.address;
    if (ref.size != m.size) {
      report(new Misuse.FreesDifferentSize(ref.at, m.at, a, m.size, ref.size));
    }
    if (ref.kind != m.kind) {
      report(new Misuse.FreesWithWrongFunction(ref.at, m.at, a, m.kind, ref.kind));
    } else if (m.kind == Mapping.Kind.COHERENT && ref.phys != m.phys) {
      report(new Misuse.FreesDifferentCpuAddress(ref.at, m.at, a, m.phys, ref.phys));
    }
    if (first && ref.kind == Mapping.Kind.SG && ref.callEntries != m.callEntries) {
      report(new Misuse.FreesDifferentEntryCount(ref.at, m.at, m.callEntries, ref.callEntries));
    }
    if (ref.dir != m.dir) {
      report(new Misuse.FreesDifferentDirection(ref.at, m.at, a, m.dir, ref.dir));
    }
    if (!m.checked) {
      report(new Misuse.NotChecked(ref.at, m.at, a, ref.size));
    }
    if ((ref.attrs & UNMAP_ATTRS) != (m.attrs & UNMAP_ATTRS)) {
      report(new Misuse.FreesDifferentAttrs(ref.at, m.at, a, m.attrs, ref.attrs));
    }
    remove(m, ref.at);
  }

  private void notFound(long address, long size, int at) {
    Freed before = freed.get(address);
    if (address == -1L) {
      report(new Misuse.FreesInvalidAddress(at));
    } else if (before != null) {
      report(new Misuse.FreesTwice(at, before.mappedAt(), before.freedAt(), address, size));
    } else {
      report(new Misuse.FreesNotAllocated(at, address, size));
    }
  }

  /// `check_sync()`.
  private void checkSync(Mapping ref, boolean toCpu, boolean first) {
    Optional<Mapping> found = live.findContaining(ref);
    if (found.isEmpty()) {
      found = live.startsIn(ref.address);
      if (found.isEmpty()) {
        report(new Misuse.SyncsNotAllocated(ref.at, ref.address, ref.size));
        return;
      }
      Mapping m = found.get();
      long end = ref.address - m.address + ref.size;
      report(new Misuse.SyncsOutsideRange(ref.at, m.at, m.address, m.size, end));
    }
    Mapping m = found.get();
    touches.sync(m, ref, toCpu);
    if (m.dir == Direction.BIDIRECTIONAL) {
      return;
    }
    if (ref.dir != m.dir) {
      report(new Misuse.SyncsDifferentDirection(ref.at, m.at, ref.address, m.dir, ref.dir));
    }
    if (toCpu && m.dir != Direction.FROM_DEVICE && ref.dir != Direction.TO_DEVICE) {
      report(new Misuse.SyncsReadOnlyForCpu(ref.at, m.at, ref.address, m.dir, ref.dir));
    }
    if (!toCpu && m.dir != Direction.TO_DEVICE && ref.dir != Direction.FROM_DEVICE) {
      report(new Misuse.SyncsWriteOnlyForDevice(ref.at, m.at, ref.address, m.dir, ref.dir));
    }
    if (first && ref.kind == Mapping.Kind.SG && ref.callEntries != m.callEntries) {
      report(new Misuse.SyncsDifferentEntryCount(ref.at, m.at, m.callEntries, ref.callEntries));
    }
  }

  // ---- entries

  private static Mapping sgReference(ScatterEntry s, int nents, Direction dir, long attrs, int at) {
    return new Mapping(
        Mapping.Kind.SG, s.phys(), s.dmaAddress(), s.dmaLengthBytes(), dir, attrs, nents, 0, at);
  }

  private void add(Mapping mapping) {
    live.add(mapping);
    if (mapping.kind == Mapping.Kind.IOVA || mapping.dir == Direction.TO_DEVICE) {
      return;
    }
    long line = mapping.phys / host.platform().cacheLine();
    Mapping before = lines.putIfAbsent(line, mapping);
    if (before != null && overlapCounts(mapping, before)) {
      report(new Misuse.OverlappingMapping(mapping.at, before.at, mapping.phys));
    }
  }

  /// The exceptions of `add_dma_entry()`.
  private boolean overlapCounts(Mapping mapping, Mapping before) {
    long clean = Attrs.IGNORE_CACHELINES | Attrs.REQUIRE_COHERENT;
    boolean bothClean = Attrs.any(mapping.attrs, clean) && Attrs.any(before.attrs, clean);
    boolean bounces = host.platform().bounceSmallKmalloc() && host.swiotlb().isActive();
    return !Attrs.any(mapping.attrs, Attrs.SKIP_CPU_SYNC) && !bothClean && !bounces;
  }

  private void remove(Mapping mapping, int at) {
    live.remove(mapping);
    freed.put(mapping.address, new Freed(mapping.at, at));
    lines.remove(mapping.phys / host.platform().cacheLine(), mapping);
    touches.remove(mapping);
  }
}
