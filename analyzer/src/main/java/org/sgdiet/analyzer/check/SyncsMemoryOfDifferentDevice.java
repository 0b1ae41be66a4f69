// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;

/// A sync with another device than the one that was mapped for.
final class SyncsMemoryOfDifferentDevice implements Check {

  /// Structures whose `dev` is a device of its own: on a bus, or a dmaengine controller.
  private static final Set<String> BUS_DEVICES =
      Set.of(
          "amba_device",
          "dma_device",
          "i2c_client",
          "mhi_device",
          "net_device",
          "pci_dev",
          "platform_device",
          "spi_controller",
          "spi_device",
          "usb_device",
          "vio_dev");

  private static final Rule RULE =
      new Rule(
          "syncs-dma-memory-of-different-device",
          "memory is synced with another device than it was mapped for",
          "Whether a sync has anything to do, and where the bounce buffer is, is known to the struct"
              + " device that was mapped for; a parent or a child of it may be coherent or have"
              + " no IOMMU.",
          "The sync looks in another device's tables: bounce buffers are not copied, and cache lines"
              + " stay as they are, so that the CPU or the device reads old data.",
          "Pass the device that the mapping call got, best from one variable.",
          "kernel/dma/debug.c, check_sync(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (Undo sync : Undo.of(facts, SiteKind.SYNC)) {
      FoundCall map = sync.maps().getFirst();
      Optional<Expr> synced = sync.call().argument(Parameter.DEVICE);
      Optional<Expr> mapped = map.argument(Parameter.DEVICE);
      if (synced.isPresent()
          && mapped.isPresent()
          && sync.maps().stream().allMatch(m -> otherBus(facts, m, sync.call()))) {
        findings.add(
            RULE,
            sync.call().body(),
            synced.get().span(),
            Confidence.MODERATE,
            "%s() gets '%s' for what was mapped for '%s'"
                .formatted(
                    sync.call().kernel().name(),
                    sync.call().body().shown(synced.get()),
                    map.body().shown(mapped.get())),
            sync.notes(facts));
      }
    }
  }

  /// Whether the devices of two calls are both followed to devices of a bus, and to none that is
  /// the same.
  private static boolean otherBus(DriverFacts facts, FoundCall map, FoundCall sync) {
    Set<Path> here = asWritten(facts, map);
    Set<Path> there = asWritten(facts, sync);
    if (here.stream().anyMatch(p -> there.stream().anyMatch(p::meets))) {
      return false;
    }
    List<Path> from = device(facts, map);
    if (!isOnBus(from)) {
      return false;
    }
    List<Path> to = device(facts, sync);
    return isOnBus(to) && from.stream().noneMatch(p -> to.stream().anyMatch(p::meets));
  }

  /// The device of a call by the names that its function has for it.
  private static Set<Path> asWritten(DriverFacts facts, FoundCall call) {
    return call.argument(Parameter.DEVICE)
        .map(d -> facts.flow().flow().paths(call.body(), d))
        .orElse(Set.of());
  }

  private static List<Path> device(DriverFacts facts, FoundCall call) {
    return call.argument(Parameter.DEVICE)
        .map(d -> facts.flow().provenance().of(call.body(), d))
        .orElse(List.of());
  }

  /// Whether a device is followed to one of a bus, and to nothing that only a call could tell.
  private static boolean isOnBus(List<Path> paths) {
    return paths.stream()
            .flatMap(p -> p.last().stream())
            .anyMatch(m -> m.field().equals("dev") && BUS_DEVICES.contains(m.struct()))
        && paths.stream()
            .allMatch(p ->
                switch (p.root()) {
                  case Root.Parameter _, Root.Local _ -> true;
                  case Root.Global _, Root.Result _, Root.Unknown _ -> !p.members().isEmpty();
                });
  }
}
