// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.Optional;
import java.util.function.Consumer;
import org.sgdiet.runtime.memory.MemoryKind;
import org.sgdiet.runtime.memory.MemoryRange;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Device;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Host;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The comparisons of kernel/dma/debug.c, 7.3: what a call says against what was mapped.
final class Checks {
  /// Attributes that must be the same at unmap (`DMA_ATTR_UNMAP_VALID`).
  private static final long UNMAP_ATTRS =
      Attrs.NO_KERNEL_MAPPING
          | Attrs.FORCE_CONTIGUOUS
          | Attrs.MMIO
          | Attrs.REQUIRE_COHERENT
          | Attrs.PRIVILEGED
          | Attrs.CC_SHARED;

  private Checks() {}

  /// `check_for_stack()` and `check_for_illegal_area()`.
  static Optional<Misuse> area(Host host, long phys, long size, int at) {
    MemoryKind kind = host.memory().rangeAt(phys).map(MemoryRange::kind).orElse(MemoryKind.MMIO);
    if (kind == MemoryKind.STACK) {
      return Optional.of(new Misuse.MapsStack(at, phys));
    }
    return kind == MemoryKind.KERNEL_TEXT
        ? Optional.of(new Misuse.MapsKernelText(at, phys, size))
        : Optional.empty();
  }

  /// `check_sg_segment()`.
  static void segment(Device device, ScatterEntry s, int at, Consumer<Misuse> report) {
    int limit = device.maxSegSize();
    if (Integer.compareUnsigned(s.length(), limit) > 0) {
      report.accept(new Misuse.SegmentTooLong(at, s.lengthBytes(), Integer.toUnsignedLong(limit)));
    }
    long end = s.dmaAddress() + s.dmaLengthBytes() - 1;
    long boundary = device.segBoundary();
    if (((s.dmaAddress() ^ end) & ~boundary) != 0) {
      report.accept(new Misuse.SegmentAcrossBoundary(at, s.dmaAddress(), end, boundary));
    }
  }

  /// `check_unmap()` of a mapping that was found; `first` is false behind the first entry of a
  /// list.
  static void unmap(Mapping ref, Mapping m, boolean first, Consumer<Misuse> report) {
    long a = ref.address;
    if (ref.size != m.size) {
      report.accept(new Misuse.FreesDmaMemoryWithDifferentSize(ref.at, m.at, a, m.size, ref.size));
    }
    if (ref.kind != m.kind) {
      report.accept(new Misuse.FreesWithWrongFunction(ref.at, m.at, a, m.kind, ref.kind));
    } else if (m.kind == Mapping.Kind.COHERENT && ref.phys != m.phys) {
      report.accept(new Misuse.FreesDifferentCpuAddress(ref.at, m.at, a, m.phys, ref.phys));
    }
    if (first && ref.kind == Mapping.Kind.SG && ref.callEntries != m.callEntries) {
      report.accept(
          new Misuse.FreesSgListWithDifferentEntryCount(
              ref.at, m.at, m.callEntries, ref.callEntries));
    }
    if (ref.dir != m.dir) {
      report.accept(
          new Misuse.FreesDmaMemoryWithDifferentDirection(ref.at, m.at, a, m.dir, ref.dir));
    }
    if (!m.checked) {
      report.accept(new Misuse.FailedToCheckMapError(ref.at, m.at, a, ref.size));
    }
    if ((ref.attrs & UNMAP_ATTRS) != (m.attrs & UNMAP_ATTRS)) {
      report.accept(
          new Misuse.FreesDmaMemoryWithDifferentAttrs(ref.at, m.at, a, m.attrs, ref.attrs));
    }
  }

  /// `check_sync()` of a mapping that was found.
  static void sync(Mapping ref, Mapping m, boolean toCpu, boolean first, Consumer<Misuse> report) {
    if (m.dir == Direction.BIDIRECTIONAL) {
      return;
    }
    long a = ref.address;
    if (ref.dir != m.dir) {
      report.accept(
          new Misuse.SyncsDmaMemoryWithDifferentDirection(ref.at, m.at, a, m.dir, ref.dir));
    }
    if (toCpu && m.dir != Direction.FROM_DEVICE && ref.dir != Direction.TO_DEVICE) {
      report.accept(new Misuse.SyncsReadOnlyForCpu(ref.at, m.at, a, m.dir, ref.dir));
    }
    if (!toCpu && m.dir != Direction.TO_DEVICE && ref.dir != Direction.FROM_DEVICE) {
      report.accept(new Misuse.SyncsWriteOnlyForDevice(ref.at, m.at, a, m.dir, ref.dir));
    }
    if (first && ref.kind == Mapping.Kind.SG && ref.callEntries != m.callEntries) {
      report.accept(
          new Misuse.SyncsSgListWithDifferentEntryCount(
              ref.at, m.at, m.callEntries, ref.callEntries));
    }
  }
}
