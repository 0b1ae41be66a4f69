// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.sg.ScatterArray;

/// Elements mapped and unmapped a second on one core: a list of 64 scattered pages, again and again.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MappingBenchmark {
  private static final int ENTRIES = 64;
  private static final int PAGE = 4096;

  /// The profile that the list is mapped on.
  @Param({"direct", "iommu", "iommu-lazy"})
  public String profile = "direct";

  /// Whether every mapping is in the ledger (`CONFIG_DMA_API_DEBUG`).
  @Param({"false", "true"})
  public boolean ledger;

  private DmaApi dma = DmaApi.open(Profiles.all().getFirst());
  private ScatterArray list = dma.newList(1);

  /// Opens the system and builds the list.
  @Setup
  public void open() {
    Profile on = Profiles.named(profile).orElseThrow();
    dma = ledger ? DmaApi.open(on) : DmaApi.openWithoutLedger(on);
    list = dma.newList(ENTRIES);
    for (int i = 0; i < ENTRIES; i++) {
      list.set(i, dma.buffers().allocatePages(Zone.LOW, 2 * PAGE, PAGE), PAGE, 0);
    }
  }

  /// Maps and unmaps the list.
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public int mapAndUnmap() {
    int count = dma.mapSg(list.first(), ENTRIES, Direction.TO_DEVICE, 0, 0);
    dma.unmapSg(list.first(), ENTRIES, Direction.TO_DEVICE, 0, 0);
    return count;
  }
}
