// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.List;
import org.sgdiet.runtime.path.BusDmaRegion;
import org.sgdiet.runtime.path.Device;
import org.sgdiet.runtime.path.P2pProvider;

/// The device of a profile as its bus leaves it to the driver; units as in [Device].
public record DeviceSpec(
    long dmaMask,
    int maxSegSize,
    long segBoundary,
    boolean pci,
    boolean coherent,
    boolean untrusted,
    long busDmaLimit,
    List<BusDmaRegion> dmaRangeMap,
    List<P2pProvider> peers) {
  /// A trusted, coherent PCI device with 64-bit addresses and the limits that drivers/pci/probe.c
  /// (7.3) gives: 64 KiB segments and a boundary of 4 GiB.
  public static final DeviceSpec PCI =
      new DeviceSpec(-1L, 65536, 0xffff_ffffL, true, true, false, 0, List.of(), List.of());

  public DeviceSpec {
    dmaRangeMap = List.copyOf(dmaRangeMap);
    peers = List.copyOf(peers);
  }

  /// The same with another `dma_mask`.
  public DeviceSpec withMask(long mask) {
    return new DeviceSpec(
        mask, maxSegSize, segBoundary, pci, coherent, untrusted, busDmaLimit, dmaRangeMap, peers);
  }

  /// The same, coherent or not.
  public DeviceSpec withCoherent(boolean on) {
    return new DeviceSpec(
        dmaMask, maxSegSize, segBoundary, pci, on, untrusted, busDmaLimit, dmaRangeMap, peers);
  }

  /// The same, trusted or not.
  public DeviceSpec withUntrusted(boolean on) {
    return new DeviceSpec(
        dmaMask, maxSegSize, segBoundary, pci, coherent, on, busDmaLimit, dmaRangeMap, peers);
  }

  /// The same on a platform bus: no PCI limits, no preference for 32 bits.
  public DeviceSpec withPlatformBus() {
    return new DeviceSpec(
        dmaMask,
        Device.DEFAULT_MAX_SEG_SIZE,
        Device.DEFAULT_SEG_BOUNDARY,
        false,
        coherent,
        untrusted,
        busDmaLimit,
        dmaRangeMap,
        peers);
  }

  /// The same behind a bus that moves addresses.
  public DeviceSpec withRangeMap(List<BusDmaRegion> map) {
    return new DeviceSpec(
        dmaMask, maxSegSize, segBoundary, pci, coherent, untrusted, busDmaLimit, map, peers);
  }

  /// The same with other devices' memory in reach, or not.
  public DeviceSpec withPeers(List<P2pProvider> others) {
    return new DeviceSpec(
        dmaMask,
        maxSegSize,
        segBoundary,
        pci,
        coherent,
        untrusted,
        busDmaLimit,
        dmaRangeMap,
        others);
  }

  Device open() {
    Device device = new Device(dmaMask, coherent, untrusted, busDmaLimit, dmaRangeMap, peers);
    device.setMaxSegSize(maxSegSize);
    device.setSegBoundary(segBoundary);
    device.setPrefers32Bit(pci);
    return device;
  }
}
