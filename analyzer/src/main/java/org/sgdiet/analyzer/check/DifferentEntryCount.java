// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.syntax.Expr;

/// Finds calls that want the count that was given to the mapping call and get the one that came
/// back.
final class DifferentEntryCount {

  private final Rule rule;
  private final SiteKind kind;

  DifferentEntryCount(Rule rule, SiteKind kind) {
    this.rule = rule;
    this.kind = kind;
  }

  void run(DriverFacts facts, Findings findings) {
    EntryCount counts = new EntryCount(facts);
    for (FoundCall undo : facts.calls()) {
      Optional<Expr> count = undo.argument(Parameter.COUNT);
      if (undo.kind() == kind && undo.isList() && count.isPresent()) {
        Optional<FoundCall> map = mapOf(facts, undo);
        Optional<Confidence> mapped =
            map.flatMap(m ->
                isTableCount(count.get(), m)
                    ? Optional.of(Confidence.HIGH)
                    : counts.mapped(undo.body(), count.get()));
        if (map.isEmpty() && kind == SiteKind.SYNC && isOfOthersTable(facts, undo, count.get())) {
          findings.add(
              rule,
              undo.body(),
              count.get().span(),
              Confidence.MODERATE,
              "'%s' is the number of DMA entries; %s() wants the count that the table was made with,"
                      .formatted(undo.body().shown(count.get()), undo.kernel().name())
                  + " orig_nents",
              List.of(),
              fixOfTable(undo, count.get()));
        }
        if (mapped.isPresent()) {
          report(facts, findings, undo, count.get(), map.orElseThrow(), mapped.get());
        }
      }
    }
  }

  /// The mapping call whose list `undo` works on, when it maps more than one entry; every one that
  /// may be meant has to.
  private Optional<FoundCall> mapOf(DriverFacts facts, FoundCall undo) {
    List<FoundCall> maps =
        facts.calls().stream()
            .filter(c -> c.kind() == SiteKind.MAP && c.isList())
            .filter(c -> facts.belonging(c, kind).contains(undo))
            .toList();
    Comparator<FoundCall> otherFile =
        Comparator.comparing(m -> !m.place().file().equals(undo.place().file()));
    return maps.stream().anyMatch(facts::isSingle)
        ? Optional.empty()
        : maps.stream().min(otherFile);
  }

  /// Whether a count is the `nents` of the very table that is synced, and no mapping of the driver
  /// was given the `nents` of a table: then somebody else has mapped it, `dma_get_sgtable()` or the
  /// exporter of a buffer.
  private static boolean isOfOthersTable(DriverFacts facts, FoundCall sync, Expr count) {
    return isNents(count)
        && sync.subject()
            .filter(l ->
                l instanceof Expr.Member list
                    && list.field().equals("sgl")
                    && count instanceof Expr.Member number
                    && sync.body().text(list.base()).equals(sync.body().text(number.base())))
            .isPresent()
        && facts.calls().stream()
            .filter(m -> m.kind() == SiteKind.MAP && m.isList())
            .filter(m -> facts.flow().driver().linked(sync.place().file(), m.place().file()))
            .noneMatch(
                m -> m.argument(Parameter.COUNT).filter(DifferentEntryCount::isNents).isPresent());
  }

  private static boolean isNents(Expr count) {
    return count instanceof Expr.Member member && member.field().equals("nents");
  }

  /// Whether `count` is the `nents` of a table that `dma_map_sgtable()` mapped.
  private static boolean isTableCount(Expr count, FoundCall map) {
    return map.kernel().subject() == Subject.TABLE && isNents(count);
  }

  private void report(
      DriverFacts facts,
      Findings findings,
      FoundCall undo,
      Expr count,
      FoundCall map,
      Confidence confidence) {
    String written = undo.body().file().text(count.span());
    String wanted =
        map.kernel().subject() == Subject.TABLE
            ? "orig_nents of the table"
            : map.argument(Parameter.COUNT)
                .map(c -> "'" + map.body().file().text(c.span()) + "'")
                .orElse("the count that was mapped");
    String name = undo.kernel().name();
    findings.add(
        rule,
        undo.body(),
        count.span(),
        confidence,
        "'%s' is the number of DMA entries that %s() made; %s() wants the count it was given, %s"
            .formatted(written, map.kernel().name(), name, wanted),
        Chain.ofCount(facts, map, undo, count),
        fix(undo, count, map));
  }

  /// The call with the count that was mapped, where that can be written.
  private static Optional<Fix> fix(FoundCall undo, Expr count, FoundCall map) {
    if (map.kernel().subject() == Subject.TABLE) {
      return fixOfTable(undo, count);
    }
    return map.argument(Parameter.COUNT)
        .flatMap(c -> InScope.at(undo, map, c))
        .map(c -> Fix.argument(undo.body(), undo.call(), count, c));
  }

  private static Optional<Fix> fixOfTable(FoundCall undo, Expr count) {
    return count instanceof Expr.Member m && isNents(m)
        ? Optional.of(
            Fix.inside(
                undo.body(), undo.call().span(), new Fix.Change(m.fieldSpan(), "orig_nents")))
        : Optional.empty();
  }
}
