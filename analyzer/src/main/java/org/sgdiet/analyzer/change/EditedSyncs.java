// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.change.CallEdits.Edit;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rule;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;

/// Syncs that a change turns around, so that the buffer is lent twice and never given back, or the
/// other way round.
///
/// @param calls the new version
/// @param edits all edits of the directory
record EditedSyncs(DirectoryCalls calls, List<Edit> edits) {
  private static final String CPU = "_for_cpu";

  void tell(Findings findings) {
    Rule rule = Rules.named("syncs-dma-memory-for-wrong-owner").orElseThrow();
    for (Edit edit : edits) {
      FoundCall fresh = edit.fresh();
      if (fresh.kind() == SiteKind.SYNC && isForCpu(edit.old()) != isForCpu(fresh)) {
        why(fresh)
            .ifPresent(why ->
                findings.add(
                    rule,
                    fresh.body(),
                    fresh.call().span(),
                    Confidence.MODERATE,
                    "the change makes %s() of %s(), and %s"
                        .formatted(fresh.kernel().name(), edit.old().kernel().name(), why),
                    List.of()));
      }
    }
  }

  private static boolean isForCpu(FoundCall sync) {
    return sync.kernel().name().endsWith(CPU);
  }

  private Optional<String> why(FoundCall fresh) {
    boolean forCpu = isForCpu(fresh);
    if (isRepeated(fresh)) {
      return Optional.of(
          forCpu
              ? "nothing gives the buffer back to the device"
              : "nothing takes the buffer from the device");
    }
    if (forCpu && isGiven(fresh, "DMA_TO_DEVICE")) {
      return Optional.of("the device writes nothing that the CPU could see");
    }
    if (forCpu && isHandedOn(fresh)) {
      return Optional.of("the device is given the address behind it");
    }
    if (!forCpu && isGiven(fresh, "DMA_FROM_DEVICE") && !isTakenElsewhere()) {
      return Optional.of("nothing in the driver syncs for the CPU what the device wrote");
    }
    return isAlone(fresh) ? Optional.of("all the others go the other way") : Optional.empty();
  }

  /// Whether the function has all its syncs of the buffer the same way, and more than one.
  private static boolean isSameWay(FoundCall fresh, List<FoundCall> syncs) {
    return syncs.size() > 1 && syncs.stream().allMatch(s -> isForCpu(s) == isForCpu(fresh));
  }

  private boolean isRepeated(FoundCall fresh) {
    Optional<String> handle = handle(fresh);
    return isSameWay(
        fresh, syncs().filter(s -> s.body() == fresh.body() && handle.equals(handle(s))).toList());
  }

  /// Whether the other syncs of the function, or of the file where it has none, all go the way that
  /// this one went.
  private boolean isAlone(FoundCall fresh) {
    List<FoundCall> others =
        syncs()
            .filter(s -> !s.equals(fresh))
            .filter(s -> s.body().file().path().equals(fresh.body().file().path()))
            .toList();
    List<FoundCall> near = others.stream().filter(s -> s.body() == fresh.body()).toList();
    List<FoundCall> decisive = near.isEmpty() ? others : near;
    return !decisive.isEmpty() && decisive.stream().noneMatch(s -> isForCpu(s) == isForCpu(fresh));
  }

  private boolean isTakenElsewhere() {
    return syncs().anyMatch(s -> isForCpu(s) && !isGiven(s, "DMA_TO_DEVICE"));
  }

  private Stream<FoundCall> syncs() {
    return calls.all().stream().filter(c -> c.kind() == SiteKind.SYNC);
  }

  private static boolean isGiven(FoundCall sync, String direction) {
    return sync.argument(Parameter.DIRECTION)
        .filter(d -> sync.body().text(d).equals(direction))
        .isPresent();
  }

  private static Optional<String> handle(FoundCall sync) {
    return sync.subject().map(s -> sync.body().text(s));
  }

  /// Whether the DMA address is given to a function, or written somewhere, behind the sync.
  private static boolean isHandedOn(FoundCall sync) {
    Body body = sync.body();
    int end = sync.call().span().end();
    Optional<String> handle = handle(sync);
    Stream<Expr> given =
        body.calls().stream().filter(c -> c.span().start() > end).flatMap(c -> c.args().stream());
    Stream<Expr> written =
        body.definitions().stream()
            .filter(d -> d.span().start() > end)
            .flatMap(d -> d.value().stream());
    return Stream.concat(given, written).anyMatch(e -> handle.equals(Optional.of(body.text(e))));
  }
}
