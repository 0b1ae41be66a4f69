// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Host;
import org.sgdiet.runtime.sg.ScatterEntry;

/// Every live mapping and every misuse so far: kernel/dma/debug.c, 7.3, with the matching of
/// `__hash_bucket_find()` and its checks ([Checks]).
public final class Ledger {
  private record Freed(int mappedAt, int freedAt) {}

  private final Host host;
  private final boolean on;
  private final LiveMappings live = new LiveMappings();
  private final Map<Long, Freed> freed = new HashMap<>();
  private final Map<Long, Mapping> lines = new HashMap<>();
  private final List<Misuse> misuses = new ArrayList<>();
  private final Touches touches = new Touches();

  private final IovaRanges iova = new IovaRanges(this, live);

  /// A ledger for `host`; one that is not `on` records nothing, like `dma_debug=off`.
  public Ledger(Host host, boolean on) {
    this.host = host;
    this.on = on;
  }

  /// What went wrong so far, oldest first.
  public List<Misuse> misuses() {
    return List.copyOf(misuses);
  }

  /// The misuses from the `from`-th on, counted from 0.
  public List<Misuse> misusesFrom(int from) {
    return List.copyOf(misuses.subList(from, misuses.size()));
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

  boolean isOn() {
    return on;
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
      report(
          new Misuse.PendingDmaAllocations(
              at, mapping.at, mapping.address, mapping.size, mapping.kind));
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
      Checks.segment(host.device(), s, at, this::report);
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
      touches.touch(phys, length, write, at).ifPresent(this::report);
    }
  }

  /// The device works through what it was given.
  public void deviceRuns() {
    touches.deviceRuns().forEach(this::report);
  }

  /// A mapping that is live at a bus address, if any.
  public Optional<Mapping> at(long address) {
    return Optional.ofNullable(live.at(address));
  }

  /// The ranges of IOVA and what is linked into them.
  public IovaRanges iova() {
    return iova;
  }

  /// The device is about to use a bus address.
  public void deviceUses(long address, int at) {
    iova.deviceUses(address, at);
  }

  // ---- checks

  private void checkArea(long phys, long size, int at) {
    Checks.area(host, phys, size, at).ifPresent(this::report);
  }

  /// `check_unmap()`; `first` is false behind the first entry of a list.
  private void checkUnmap(Mapping ref, boolean first) {
    Optional<Mapping> found = live.find(ref);
    if (found.isEmpty()) {
      notFound(ref.address, ref.size, ref.at);
      return;
    }
    Checks.unmap(ref, found.get(), first, this::report);
    remove(found.get(), ref.at);
  }

  void notFound(long address, long size, int at) {
    Freed before = freed.get(address);
    if (address == -1L) {
      report(new Misuse.FreesInvalidAddress(at));
    } else if (before != null) {
      report(new Misuse.FreesTwice(at, before.mappedAt(), before.freedAt(), address, size));
    } else {
      report(new Misuse.FreesMemoryNotAllocated(at, address, size));
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
    touches.sync(found.get(), ref, toCpu);
    Checks.sync(ref, found.get(), toCpu, first, this::report);
  }

  // ---- entries

  private static Mapping sgReference(ScatterEntry s, int nents, Direction dir, long attrs, int at) {
    return new Mapping(
        Mapping.Kind.SG, s.phys(), s.dmaAddress(), s.dmaLengthBytes(), dir, attrs, nents, 0, at);
  }

  void add(Mapping mapping) {
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

  void remove(Mapping mapping, int at) {
    live.remove(mapping);
    freed.put(mapping.address, new Freed(mapping.at, at));
    lines.remove(mapping.phys / host.platform().cacheLine(), mapping);
    touches.remove(mapping).forEach(this::report);
  }
}
