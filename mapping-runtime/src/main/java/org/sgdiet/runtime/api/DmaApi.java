// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import org.sgdiet.runtime.ledger.Ledger;
import org.sgdiet.runtime.ledger.Misuse;
import org.sgdiet.runtime.memory.BusDevice;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.memory.PhysicalMemory;
import org.sgdiet.runtime.path.ArmIommuPath;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.path.DirectPath;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.DmaIommuPath;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.path.Host;
import org.sgdiet.runtime.path.MappingPath;
import org.sgdiet.runtime.path.PowerpcTcePath;
import org.sgdiet.runtime.path.Rule;
import org.sgdiet.runtime.sg.KernelBug;
import org.sgdiet.runtime.sg.ScatterArray;
import org.sgdiet.runtime.sg.ScatterEntry;
import org.sgdiet.runtime.sg.SgTable;

/// The DMA API of one device on one system: kernel/dma/mapping.c, 7.3.
///
/// The last argument of every call, `at`, is the position token of the place it stands at; it comes
/// back in the ledger and means nothing here. A mapping call can be made to fail ([#failMapping]).
public final class DmaApi {
  private final Profile profile;
  private final Host host;
  private final MappingPath path;
  private final Ledger ledger;
  private final BusDevice device;
  private final IovaApi iova;
  private final Buffers buffers;
  private final CoherentApi coherent;
  private final SyncSkipping skipping;
  private int mappingOperations;
  private int failAt;

  private DmaApi(Profile profile, boolean debug) {
    this.profile = profile;
    host =
        new Host(profile.platform(), new PhysicalMemory(profile.memory()), profile.device().open());
    path =
        switch (profile.path()) {
          case PathSpec.Direct() -> new DirectPath(host);
          case PathSpec.DmaIommu(var iommu) -> new DmaIommuPath(host, iommu);
          case PathSpec.Arm(var base, var size) -> new ArmIommuPath(host, base, size);
          case PathSpec.PowerpcTce(var shift, var offset, var pages) ->
              new PowerpcTcePath(host, shift, offset, pages);
        };
    ledger = new Ledger(host, debug);
    device = new BusDevice(host.memory(), path.translation());
    iova = new IovaApi(this, path.iova());
    buffers = new Buffers(profile);
    coherent = new CoherentApi(this);
    skipping = new SyncSkipping(profile, host, path, ledger);
  }

  /// A fresh system with nothing mapped.
  public static DmaApi open(Profile profile) {
    return new DmaApi(profile, true);
  }

  /// A fresh system without a ledger (`dma_debug=off`), for measuring.
  public static DmaApi openWithoutLedger(Profile profile) {
    return new DmaApi(profile, false);
  }

  /// The profile that was opened.
  public Profile profile() {
    return profile;
  }

  /// Memory, CPU, device parameters, costs and steps.
  public Host host() {
    return host;
  }

  /// The mapping path, without the ledger.
  public MappingPath path() {
    return path;
  }

  /// What is mapped, and what went wrong.
  public Ledger ledger() {
    return ledger;
  }

  /// The device as a bus master.
  public BusDevice device() {
    return device;
  }

  /// The counters now.
  public Costs.Snapshot costs() {
    return host.costs().snapshot();
  }

  /// The IOVA calls.
  public IovaApi iova() {
    return iova;
  }

  /// The coherent memory calls.
  public CoherentApi coherent() {
    return coherent;
  }

  /// Memory for a driver's buffers.
  public Buffers buffers() {
    return buffers;
  }

  /// A scatterlist as this kernel lays it out (`sg_init_table()`).
  public ScatterArray newList(int entries) {
    return new ScatterArray(entries, profile.platform().needSgDmaLength());
  }

  // ---- faults

  /// Makes the `k`-th mapping operation from the start fail, counted from 1; 0 for none.
  public void failMapping(int k) {
    failAt = k;
  }

  /// Mapping operations so far: lists, single mappings, IOVA allocations and links.
  public int mappingOperations() {
    return mappingOperations;
  }

  /// Counts a mapping operation; true when it is the one that has to fail.
  boolean injectsFault() {
    return ++mappingOperations == failAt;
  }

  // ---- lists

  /// `dma_map_sg_attrs()`: the number of out sides, 0 for any error.
  public int mapSg(ScatterEntry sg, int nents, Direction dir, long attrs, int at) {
    int count = mapList(sg, nents, dir, attrs, at);
    if (count < 0) {
      host.steps().add(Rule.MAP_SG_HIDES_ERRNO, "-%s becomes 0", Errno.name(count));
    }
    return Math.max(count, 0);
  }

  /// `dma_map_sgtable()`: 0 or `-errno`; sets `sgt->nents` on success.
  public int mapSgtable(SgTable sgt, Direction dir, long attrs, int at) {
    int count = mapList(sgt.sgl(), sgt.origNents(), dir, attrs, at);
    if (count < 0) {
      return count;
    }
    sgt.setNents(count);
    return 0;
  }

  /// `__dma_map_sg_attrs()`.
  private int mapList(ScatterEntry sg, int nents, Direction dir, long attrs, int at) {
    requireDirection(dir, "__dma_map_sg_attrs");
    if (refusesCoherent(attrs)) {
      return -Errno.EOPNOTSUPP;
    }
    int count = injectsFault() ? failList(sg, nents) : path.mapSg(sg, nents, dir, attrs);
    if (count > 0) {
      ledger.mapSg(sg, nents, count, dir, attrs, at);
      skipping.mapped(at);
    } else if (count != -Errno.EINVAL
        && count != -Errno.ENOMEM
        && count != -Errno.EIO
        && count != -Errno.EREMOTEIO) {
      return -Errno.EIO;
    }
    return count;
  }

  /// What an exhausted path leaves behind.
  private int failList(ScatterEntry sg, int nents) {
    if (path.isDirect()) {
      return -Errno.EIO;
    }
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      s.setDmaAddress(DmaAddr.ERROR);
      s.setDmaLength(0);
    }
    return -Errno.ENOMEM;
  }

  /// `dma_unmap_sg_attrs()`, with the count that the list was mapped with.
  public void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs, int at) {
    requireDirection(dir, "dma_unmap_sg_attrs");
    ledger.unmapSg(sg, nents, dir, attrs, at);
    path.unmapSg(sg, nents, dir, attrs);
    noteLostWrites(at);
  }

  /// `dma_unmap_sgtable()`.
  public void unmapSgtable(SgTable sgt, Direction dir, long attrs, int at) {
    unmapSg(sgt.sgl(), sgt.origNents(), dir, attrs, at);
  }

  // ---- one range

  /// `dma_map_phys()`.
  public DmaAddr mapPhys(PhysAddr phys, long size, Direction dir, long attrs, int at) {
    requireDirection(dir, "dma_map_phys");
    if (refusesCoherent(attrs) || (Attrs.any(attrs, Attrs.CC_SHARED) && !path.isDirect())) {
      return DmaAddr.MAPPING_ERROR;
    }
    long address = injectsFault() ? DmaAddr.ERROR : path.mapPhys(phys.value(), size, dir, attrs);
    ledger.mapPhys(phys.value(), size, dir, address, attrs, at);
    skipping.mapped(at);
    return new DmaAddr(address);
  }

  /// `dma_unmap_phys()`.
  public void unmapPhys(DmaAddr address, long size, Direction dir, long attrs, int at) {
    requireDirection(dir, "dma_unmap_phys");
    path.unmapPhys(address.value(), size, dir, attrs);
    ledger.unmapPhys(address.value(), size, dir, attrs, at);
    noteLostWrites(at);
  }

  /// `dma_map_page_attrs()`; `page` is the address of the page.
  public DmaAddr mapPage(PhysAddr page, long offset, long size, Direction dir, long attrs, int at) {
    boolean peer = host.device().peerAt(page.value()).isPresent();
    if (Attrs.any(attrs, Attrs.MMIO) || (peer && profile.platform().dmaApiDebug())) {
      host.steps().add(Rule.MAP_PAGE_MMIO, "page 0x%x is refused", page.value());
      return DmaAddr.MAPPING_ERROR;
    }
    return mapPhys(page.plus(offset), size, dir, attrs, at);
  }

  /// `dma_unmap_page_attrs()`.
  public void unmapPage(DmaAddr address, long size, Direction dir, long attrs, int at) {
    if (!Attrs.any(attrs, Attrs.MMIO)) {
      unmapPhys(address, size, dir, attrs, at);
    }
  }

  /// `dma_map_single_attrs()`.
  public DmaAddr mapSingle(CpuAddr pointer, long size, Direction dir, long attrs, int at) {
    ledger.mapPointer(pointer.isLinear(), pointer.isVmalloc(), pointer.value(), size, at);
    if (pointer.isVmalloc()) {
      host.steps().add(Rule.MAP_SINGLE_VMALLOC, "%s is refused", pointer);
      return DmaAddr.MAPPING_ERROR;
    }
    long phys = pointer.toPhys().value();
    long offset = phys & (profile.platform().pageSize() - 1);
    return mapPage(new PhysAddr(phys - offset), offset, size, dir, attrs, at);
  }

  /// `dma_unmap_single_attrs()`.
  public void unmapSingle(DmaAddr address, long size, Direction dir, long attrs, int at) {
    unmapPage(address, size, dir, attrs, at);
  }

  /// `dma_map_resource()`.
  public DmaAddr mapResource(PhysAddr phys, long size, Direction dir, long attrs, int at) {
    return mapPhys(phys, size, dir, attrs | Attrs.MMIO, at);
  }

  /// `dma_unmap_resource()`.
  public void unmapResource(DmaAddr address, long size, Direction dir, long attrs, int at) {
    unmapPhys(address, size, dir, attrs | Attrs.MMIO, at);
  }

  /// `dma_mapping_error()`: 0 or `-ENOMEM`; asking is what the ledger wants to see.
  public int mappingError(DmaAddr address, int at) {
    ledger.checked(address.value());
    return address.isError() ? -Errno.ENOMEM : 0;
  }

  // ---- syncs

  /// `dma_sync_single_for_cpu()`; a range inside a mapping is `dma_sync_single_range_for_cpu()`.
  public void syncSingleForCpu(DmaAddr address, long size, Direction dir, int at) {
    requireDirection(dir, "__dma_sync_single_for_cpu");
    if (skipping.deviceNeedsSync()) {
      path.syncSingleForCpu(address.value(), size, dir);
      ledger.syncSingle(address.value(), size, dir, true, at);
      noteLostWrites(at);
    }
  }

  /// `dma_sync_single_for_device()`.
  public void syncSingleForDevice(DmaAddr address, long size, Direction dir, int at) {
    requireDirection(dir, "__dma_sync_single_for_device");
    if (skipping.deviceNeedsSync()) {
      path.syncSingleForDevice(address.value(), size, dir);
      ledger.syncSingle(address.value(), size, dir, false, at);
    }
  }

  /// `dma_sync_sg_for_cpu()`.
  public void syncSgForCpu(ScatterEntry sg, int nents, Direction dir, int at) {
    requireDirection(dir, "__dma_sync_sg_for_cpu");
    if (skipping.deviceNeedsSync()) {
      path.syncSgForCpu(sg, nents, dir);
      ledger.syncSg(sg, nents, dir, true, at);
      noteLostWrites(at);
    }
  }

  /// `dma_sync_sg_for_device()`.
  public void syncSgForDevice(ScatterEntry sg, int nents, Direction dir, int at) {
    requireDirection(dir, "__dma_sync_sg_for_device");
    if (skipping.deviceNeedsSync()) {
      path.syncSgForDevice(sg, nents, dir);
      ledger.syncSg(sg, nents, dir, false, at);
    }
  }

  // ---- the CPU

  /// The driver reads memory: `length` bytes at `phys`, as the CPU sees them.
  public byte[] cpuRead(PhysAddr phys, int length, int at) {
    ledger.cpuTouches(phys.value(), length, false, at);
    byte[] data = new byte[length];
    host.cpu().read(phys.value(), data, 0, length);
    return data;
  }

  /// The driver writes memory.
  public void cpuWrite(PhysAddr phys, byte[] data, int at) {
    ledger.cpuTouches(phys.value(), data.length, true, at);
    host.cpu().write(phys.value(), data, 0, data.length);
  }

  /// The device reads at a bus address; what it cannot reach reads as all ones and is a fault.
  public byte[] deviceRead(DmaAddr address, int length, int at) {
    ledger.deviceUses(address.value(), at);
    return device.read(address, length);
  }

  /// The device writes at a bus address; what it cannot reach is lost and is a fault.
  public void deviceWrite(DmaAddr address, byte[] data, int at) {
    ledger.deviceUses(address.value(), at);
    device.write(address, data);
  }

  // ---- questions

  /// `dma_set_mask()`: 0 or `-EIO`.
  public int setMask(long mask) {
    if (path.isDirect() && !directSupports(mask)) {
      return -Errno.EIO;
    }
    host.device().setDmaMask(mask);
    skipping.setUp();
    return 0;
  }

  /// `dma_direct_supported()`: 32 bits always, less only when the first 16 MiB can be reached.
  private boolean directSupports(long mask) {
    long reach = host.device().physToDma((1L << 24) - 1);
    return Long.compareUnsigned(mask, 0xffff_ffffL) >= 0 || Long.compareUnsigned(mask, reach) >= 0;
  }

  /// `dma_need_unmap()`; to be asked when everything is mapped.
  public boolean needUnmap(int at) {
    return skipping.needUnmap(at);
  }

  /// `dma_need_sync()`.
  public boolean needSync(DmaAddr address) {
    return skipping.needSync(address);
  }

  /// `dma_addressing_limited()`.
  public boolean addressingLimited() {
    return Long.compareUnsigned(host.device().addressLimit(), path.requiredMask()) < 0;
  }

  /// `dma_max_mapping_size()`, unsigned, in bytes.
  public long maxMappingSize() {
    return path.maxMappingSize();
  }

  /// `dma_opt_mapping_size()`, unsigned, in bytes.
  public long optMappingSize() {
    long max = path.maxMappingSize();
    long best = path.optMappingSize();
    return Long.compareUnsigned(max, best) < 0 ? max : best;
  }

  /// `dma_get_merge_boundary()`: 0 when nothing is merged.
  public long mergeBoundary() {
    return path.mergeBoundary();
  }

  // ---- inside

  private boolean refusesCoherent(long attrs) {
    boolean refused = Attrs.any(attrs, Attrs.REQUIRE_COHERENT) && !host.device().isCoherent();
    if (refused) {
      host.steps().add(Rule.REQUIRE_COHERENT, "the device is not coherent");
    }
    return refused;
  }

  private void noteLostWrites(int at) {
    if (host.cpu().hasLostWrites()) {
      host.cpu()
          .takeLostWrites()
          .forEach(l -> ledger.report(new Misuse.LostCpuWrite(at, l.phys(), l.length())));
    }
  }

  private static void requireDirection(Direction dir, String function) {
    if (!dir.isValid()) {
      throw new KernelBug(function, "not a DMA direction: " + dir);
    }
  }
}
