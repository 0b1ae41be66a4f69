// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.PathSpec;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.sg.ScatterArray;
import org.sgdiet.runtime.sg.SgTable;

/// A system for one rule, with short words for what the rules talk about.
final class Scene {
  static final int PAGE = 4096;
  static final Direction TO = Direction.TO_DEVICE;
  static final Direction FROM = Direction.FROM_DEVICE;

  final DmaApi dma;

  private Scene(Profile profile) {
    dma = DmaApi.open(profile);
    dma.host().steps().record(true);
  }

  static Scene on(String profile) {
    return new Scene(Profiles.named(profile).orElseThrow());
  }

  /// The profile on a kernel without `CONFIG_DMA_API_DEBUG`.
  static Scene withoutDebug(String profile) {
    Profile p = Profiles.named(profile).orElseThrow();
    Platform f = p.platform();
    Platform quiet =
        new Platform(
            f.pageShift(),
            f.cacheLine(),
            f.dmaMinAlign(),
            f.bounceSmallKmalloc(),
            f.needSgDmaLength(),
            false,
            f.pool());
    return new Scene(
        new Profile(p.name(), p.description(), p.path(), quiet, p.memory(), p.device()));
  }

  /// The profile without a bounce pool.
  static Scene withoutPool(String profile) {
    Profile p = Profiles.named(profile).orElseThrow();
    Platform f = p.platform();
    Platform bare =
        new Platform(
            f.pageShift(),
            f.cacheLine(),
            f.dmaMinAlign(),
            f.bounceSmallKmalloc(),
            f.needSgDmaLength(),
            f.dmaApiDebug(),
            Platform.Pool.NONE);
    return new Scene(
        new Profile(p.name(), p.description(), p.path(), bare, p.memory(), p.device()));
  }

  /// VT-d with `bytes` of IOVA.
  static Scene withAperture(long bytes) {
    Profile p = Profiles.named("iommu").orElseThrow();
    Iommu iommu = new Iommu(Iommu.Driver.GENERIC_PT, false, PAGE, bytes - 1, List.of());
    return new Scene(
        new Profile(
            p.name(),
            p.description(),
            new PathSpec.DmaIommu(iommu),
            p.platform(),
            p.memory(),
            p.device()));
  }

  Device device() {
    return dma.host().device();
  }

  PhysAddr low(long bytes) {
    dma.buffers().allocatePages(Zone.LOW, PAGE, PAGE);
    return dma.buffers().allocatePages(Zone.LOW, bytes, PAGE);
  }

  PhysAddr high(long bytes) {
    return dma.buffers().allocatePages(Zone.HIGH, bytes, PAGE);
  }

  long map(PhysAddr phys, long size, Direction dir, long attrs) {
    return dma.mapPhys(phys, size, dir, attrs, 0).value();
  }

  long map(PhysAddr phys, long size) {
    return map(phys, size, TO, 0);
  }

  void unmap(long bus, long size, Direction dir, long attrs) {
    dma.unmapPhys(new DmaAddr(bus), size, dir, attrs, 0);
  }

  boolean bounced(long bus) {
    long phys = dma.path().translation().translate(bus, false);
    phys = phys < 0 ? dma.path().translation().translate(bus, true) : phys;
    return dma.host().swiotlb().holds(phys);
  }

  /// Scattered entries, as pairs of offset and length.
  ScatterArray list(int... offsetAndLength) {
    ScatterArray list = dma.newList(offsetAndLength.length / 2);
    for (int i = 0; i < list.size(); i++) {
      int offset = offsetAndLength[2 * i];
      int length = offsetAndLength[2 * i + 1];
      list.set(i, low(offset + length + 1), length, offset);
    }
    return list;
  }

  int mapSg(ScatterArray list) {
    return dma.mapSg(list.first(), list.size(), TO, 0, 0);
  }

  int mapTable(ScatterArray list, long attrs) {
    return dma.mapSgtable(new SgTable(list.first(), list.size()), TO, attrs, 0);
  }

  /// The lengths of the first `count` out sides.
  static List<Integer> lengths(ScatterArray list, int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> list.entry(i).dmaLength())
        .toList();
  }

  void cpuWrites(PhysAddr phys, int value, int length) {
    byte[] data = new byte[length];
    java.util.Arrays.fill(data, (byte) value);
    dma.host().cpu().write(phys.value(), data, 0, length);
  }

  int cpuReads(PhysAddr phys) {
    byte[] data = new byte[1];
    dma.host().cpu().read(phys.value(), data, 0, 1);
    return data[0];
  }

  int deviceReads(long bus) {
    return dma.device().read(new DmaAddr(bus), 1)[0];
  }

  void deviceWrites(long bus, int value, int length) {
    byte[] data = new byte[length];
    java.util.Arrays.fill(data, (byte) value);
    dma.device().write(new DmaAddr(bus), data);
  }

  /// The rule was among those that fired.
  void fired(Rule rule) {
    assertThat(dma.host().steps().take()).extracting(Steps.Step::rule).contains(rule);
  }
}
