// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.change.CallEdits.Edit;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;

/// An unmap that a change gives another DMA address than it was given: the size in its place, or
/// one that another call unmaps while nothing unmaps the old one any more.
///
/// @param calls the new version
record EditedHandle(DirectoryCalls calls, Edit edit) {

  /// Whether something was told.
  boolean tell(Findings findings) {
    Optional<ArgumentWords> before = written(edit.old(), Parameter.HANDLE);
    Optional<ArgumentWords> now = written(edit.fresh(), Parameter.HANDLE);
    if (edit.fresh().kind() != SiteKind.UNMAP || before.isEmpty() || now.isEmpty()) {
      return false;
    }
    Optional<FoundCall> keeper = others().filter(c -> before.equals(Handles.of(c))).findFirst();
    if (keeper.isPresent() && !before.equals(now) && isSwapped(before, now)) {
      tell(
          "frees-memory-not-allocated",
          "the change makes the DMA address and the size of %s() change places",
          keeper.get(),
          findings);
      return true;
    }
    Optional<FoundCall> left =
        others().filter(c -> c.kind() == SiteKind.MAP && before.equals(Handles.of(c))).findFirst();
    if (left.isPresent() && isOfAnother()) {
      tell(
          "never-unmapped",
          "the change gives %s() what another call unmaps, and nothing unmaps the old one",
          left.get(),
          findings);
      return true;
    }
    return false;
  }

  /// Whether another unmap of the function is given the new address, as it was before, and none in
  /// the same run of it the old one.
  private boolean isOfAnother() {
    FoundCall fresh = edit.fresh();
    String before = subject(edit.old());
    String now = subject(fresh);
    List<FoundCall> unmaps =
        others().filter(c -> c.kind() == SiteKind.UNMAP && c.body() == fresh.body()).toList();
    return !before.equals(now)
        && unmaps.stream().anyMatch(c -> subject(c).equals(now))
        && edit.old().body().expressions().stream()
            .anyMatch(e -> edit.old().body().text(e).equals(now))
        && unmaps.stream()
            .filter(c -> subject(c).equals(before))
            .allMatch(c -> fresh.body().areApart(c.call().span(), fresh.call().span()));
  }

  private static String subject(FoundCall call) {
    return call.subject().map(s -> call.body().text(s)).orElse("");
  }

  private boolean isSwapped(Optional<ArgumentWords> before, Optional<ArgumentWords> now) {
    return before.equals(written(edit.fresh(), Parameter.SIZE))
        && now.equals(written(edit.old(), Parameter.SIZE));
  }

  private static Optional<ArgumentWords> written(FoundCall call, Parameter parameter) {
    return call.argument(parameter).map(a -> ArgumentWords.of(call.body(), a));
  }

  private Stream<FoundCall> others() {
    return calls.all().stream().filter(c -> !c.equals(edit.fresh()));
  }

  private void tell(String rule, String message, FoundCall keeper, Findings findings) {
    findings.add(
        Rules.named(rule).orElseThrow(),
        edit.fresh().body(),
        edit.fresh().call().span(),
        Confidence.MODERATE,
        message.formatted(edit.fresh().kernel().name()),
        List.of(
            new Note(
                keeper.place().file(),
                keeper.place().line(),
                "%s() has the address there".formatted(keeper.kernel().name()))));
  }
}
