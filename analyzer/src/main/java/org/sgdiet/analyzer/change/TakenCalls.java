// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;

/// Unmapping and syncing calls that a change takes away and puts nothing in the place of, whether
/// or not it is known what they worked on: no mapping call went, no function makes more of them
/// than it did, and the one that made it calls nothing new.
///
/// @param edits those of each changed function
record TakenCalls(DirectoryCalls old, DirectoryCalls fresh, List<CallEdits> edits) {
  private static final Map<SiteKind, Lost> LOST =
      Map.of(
          SiteKind.UNMAP, new Lost("never-unmapped", "what it undid stays mapped"),
          SiteKind.SYNC,
              new Lost(
                  "touches-memory-while-mapped",
                  "the device and the CPU may not see what the other wrote"));

  private record Lost(String rule, String consequence) {}

  void tell(Findings findings) {
    if (count(fresh, c -> c.kind() == SiteKind.MAP) < count(old, c -> c.kind() == SiteKind.MAP)) {
      return;
    }
    LOST.forEach((kind, lost) -> {
      if (edits.stream().noneMatch(e -> grows(e, kind))) {
        edits.forEach(e -> tell(e, kind, lost, findings));
      }
    });
  }

  private static long count(DirectoryCalls calls, Predicate<FoundCall> which) {
    return calls.asked().filter(which).count();
  }

  private static boolean grows(CallEdits edits, SiteKind kind) {
    return of(edits.put(), kind).size() > of(edits.taken(), kind).size();
  }

  private static List<FoundCall> of(List<FoundCall> calls, SiteKind kind) {
    return calls.stream().filter(c -> c.kind() == kind).toList();
  }

  /// One finding for each function that lost one.
  private void tell(CallEdits edits, SiteKind kind, Lost lost, Findings findings) {
    List<FoundCall> taken = of(edits.taken(), kind);
    if (taken.isEmpty() || !edits.put().isEmpty() || !edits.edited().isEmpty()) {
      return;
    }
    Body then = taken.getFirst().body();
    Optional<Body> now =
        fresh
            .function(then.file().path(), then.name())
            .filter(f -> called(then).containsAll(called(f)));
    now.ifPresent(f ->
        taken.stream()
            .filter(c -> !isMadeAsWell(c, f) && (kind == SiteKind.UNMAP || isNeeded(c)))
            .findFirst()
            .ifPresent(c ->
                findings.add(
                    Rules.named(lost.rule()).orElseThrow(),
                    f,
                    f.function().nameSpan(),
                    Confidence.MODERATE,
                    "the change takes %s() away and puts nothing in its place: %s"
                        .formatted(c.kernel().name(), lost.consequence()),
                    List.of(
                        new Note(
                            c.place().file(),
                            c.place().line(),
                            "it stood here, in the old version")))));
  }

  /// Whether the same call stands elsewhere in the function still, or an unmap that syncs.
  private boolean isMadeAsWell(FoundCall taken, Body now) {
    String text = taken.body().text(taken.call());
    Optional<String> subject = taken.subject().map(s -> taken.body().text(s));
    return fresh
        .asked()
        .filter(c -> c.body() == now)
        .anyMatch(c ->
            c.body().text(c.call()).equals(text)
                || (taken.kind() == SiteKind.SYNC
                    && c.kind() == SiteKind.UNMAP
                    && subject.equals(c.subject().map(s -> c.body().text(s)))));
  }

  /// Whether the one side wrote what a sync shows the other, and the file maps: what is allocated
  /// for the device needs none.
  private boolean isNeeded(FoundCall sync) {
    String idle = sync.kernel().name().endsWith("_for_cpu") ? "DMA_TO_DEVICE" : "DMA_FROM_DEVICE";
    String path = sync.body().file().path();
    return sync.argument(Parameter.DIRECTION)
            .filter(d -> sync.body().text(d).equals(idle))
            .isEmpty()
        && fresh
            .asked()
            .anyMatch(c -> c.kind() == SiteKind.MAP && c.body().file().path().equals(path));
  }

  private static Set<String> called(Body body) {
    return body.calls().stream().flatMap(c -> c.name().stream()).collect(Collectors.toSet());
  }
}
