// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import org.sgdiet.runtime.path.P2pProvider.MapType;
import org.sgdiet.runtime.sg.ScatterEntry;

/// How dma-iommu lays a list out in one IOVA range and joins its entries into segments: the loops
/// of `iommu_dma_map_sg()` around the mapping, `__finalise_sg()` and `__invalidate_sg()`
/// (drivers/iommu/dma-iommu.c, 7.3).
final class SgSegments {
  private final Host host;
  private final Device device;
  private final IommuDomain domain;

  SgSegments(IommuDomain domain) {
    this.domain = domain;
    host = domain.host;
    device = host.device();
  }

  /// The first loop of `iommu_dma_map_sg()`: every in side is widened to granules, its own offset
  /// and length wait in the out side. Returns the IOVA length, or `-EREMOTEIO`.
  long layOut(ScatterEntry sg, int nents) {
    long boundary = device.segBoundary();
    long total = 0;
    ScatterEntry previous = sg;
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      long offset = domain.offset(Integer.toUnsignedLong(s.offset()));
      long pad = (boundary - total + 1) & boundary;
      MapType type = device.p2pType(s.pageAddress());
      if (type == MapType.BUS_ADDR) {
        host.steps().add(Rule.P2P_BUS_ADDRESS, "entry %d keeps its bus address", i);
        s.setDmaAddress(device.p2pBusAddress(s.phys()));
        s.setDmaLength(s.length());
        s.markBusAddress(true);
        continue;
      }
      if (type == MapType.NOT_SUPPORTED) {
        host.steps().add(Rule.P2P_UNREACHABLE, "entry %d cannot be reached", i);
        return -Errno.EREMOTEIO;
      }
      s.setDmaAddress(offset);
      s.setDmaLength(s.length());
      s.setOffset((int) (Integer.toUnsignedLong(s.offset()) - offset));
      long length = domain.align(s.lengthBytes() + offset);
      s.setLength((int) length);
      if (pad != 0 && Long.compareUnsigned(pad, length - 1) < 0) {
        if (host.steps().on()) {
          host.steps().add(Rule.SG_BOUNDARY_PAD, "%d bytes of padding before entry %d", pad, i);
        }
        previous.setLength((int) (previous.lengthBytes() + pad));
        total += pad;
      }
      total += length;
      previous = s;
    }
    return total;
  }

  /// `__finalise_sg()`: restores the in sides and writes the out sides, joined where that is legal.
  int finalise(ScatterEntry sg, int nents, long base) {
    long boundary = device.segBoundary();
    int maxLength = device.maxSegSize();
    long bus = base;
    int length = 0;
    int count = 0;
    ScatterEntry out = sg;
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      long address = s.dmaAddress();
      int offset = (int) address;
      int own = s.dmaLength();
      int span = s.length();
      boolean busAddress = s.isBusAddress();
      s.setDmaAddress(-1L);
      s.setDmaLength(0);
      if (busAddress) {
        out = out.stepIf(i > 0);
        s.markBusAddress(false);
        out.setDmaAddress(address);
        out.setDmaLength(own);
        out.markBusAddress(true);
        count++;
        length = 0;
        continue;
      }
      s.setOffset(s.offset() + offset);
      s.setLength(own);
      boolean join =
          length != 0
              && offset == 0
              && (bus & boundary) != 0
              && Integer.compareUnsigned(maxLength - length, own) >= 0;
      if (host.steps().on()) {
        explain(i, join, length, offset, bus & boundary, maxLength, own);
      }
      if (join) {
        length += own;
      } else {
        out = out.stepIf(i > 0);
        length = own;
        count++;
        out.setDmaAddress(bus + Integer.toUnsignedLong(offset));
      }
      out.setDmaLength(length);
      bus += Integer.toUnsignedLong(span);
      if (Integer.compareUnsigned(own + offset, span) < 0) {
        length = 0;
      }
    }
    return count;
  }

  private void explain(
      int entry, boolean join, int open, int offset, long inBoundary, int maxLength, int own) {
    Steps steps = host.steps();
    if (join) {
      steps.add(Rule.SG_JOIN, "entry %d joins: %d + %d bytes", entry, open, own);
    } else if (entry == 0) {
      steps.add(Rule.SG_JOIN, "entry 0 opens the first segment, %d bytes", own);
    } else if (open == 0) {
      steps.add(
          Rule.SG_ENDS_INSIDE_GRANULE,
          "entry %d cannot join: the one before it ended inside a granule",
          entry);
    } else if (offset != 0) {
      steps.add(
          Rule.SG_STARTS_INSIDE_GRANULE,
          "entry %d cannot join: it starts at offset %d",
          entry,
          offset);
    } else if (inBoundary == 0) {
      steps.add(
          Rule.SG_AT_BOUNDARY, "entry %d cannot join: it begins on a segment boundary", entry);
    } else {
      steps.add(
          Rule.SG_MAX_SEG,
          "entry %d cannot join: %d + %d is above %s",
          entry,
          open,
          own,
          Integer.toUnsignedString(maxLength));
    }
  }

  /// `__invalidate_sg()`: the in sides come back, the out sides become errors.
  static void invalidate(ScatterEntry sg, int nents) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.isBusAddress()) {
        s.markBusAddress(false);
      } else {
        if (s.dmaAddress() != -1L) {
          s.setOffset(s.offset() + (int) s.dmaAddress());
        }
        if (s.dmaLength() != 0) {
          s.setLength(s.dmaLength());
        }
      }
      s.setDmaAddress(-1L);
      s.setDmaLength(0);
    }
  }
}
