// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.change.CallEdits.Edit;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.syntax.Expr;

/// Arguments that a change edits in one call of a mapping while another call of the driver keeps
/// what they were, and none has what they are now: the two agreed, and no longer do.
///
/// @param calls the new version
/// @param edits all edits of the directory
record EditedArguments(DirectoryCalls old, DirectoryCalls calls, List<Edit> edits) {
  private static final Map<Parameter, String> FREES =
      Map.of(
          Parameter.DIRECTION, "frees-dma-memory-with-different-direction",
          Parameter.SIZE, "frees-dma-memory-with-different-size",
          Parameter.DEVICE, "frees-dma-memory-of-different-device",
          Parameter.COUNT, "frees-sg-list-with-different-entry-count");

  /// A sync may be of a part.
  private static final Map<Parameter, String> SYNCS =
      Map.of(
          Parameter.DIRECTION, "syncs-dma-memory-with-different-direction",
          Parameter.DEVICE, "syncs-dma-memory-of-different-device",
          Parameter.COUNT, "syncs-sg-list-with-different-entry-count");

  private static final Set<String> DIRECTIONS =
      Set.of("DMA_TO_DEVICE", "DMA_FROM_DEVICE", "DMA_BIDIRECTIONAL");

  void tell(Findings findings) {
    for (Edit edit : edits) {
      if (new EditedHandle(calls, edit).tell(findings)) {
        continue;
      }
      Map<Parameter, String> rules = edit.fresh().kind() == SiteKind.SYNC ? SYNCS : FREES;
      rules.keySet().stream()
          .sorted()
          .forEach(p -> witness(edit, p).ifPresent(w -> tell(edit, p, rules, w, findings)));
    }
  }

  private static void tell(
      Edit edit,
      Parameter parameter,
      Map<Parameter, String> rules,
      FoundCall witness,
      Findings findings) {
    FoundCall fresh = edit.fresh();
    Expr now = fresh.argument(parameter).orElseThrow();
    String kept = witness.argument(parameter).map(witness.body()::shown).orElse("");
    findings.add(
        Rules.named(rules.getOrDefault(parameter, "")).orElseThrow(),
        fresh.body(),
        now.span(),
        Confidence.MODERATE,
        "the change gives %s() '%s', and %s() in %s() still gets '%s'"
            .formatted(
                fresh.kernel().name(),
                fresh.body().shown(now),
                witness.kernel().name(),
                witness.body().name(),
                kept),
        List.of(
            new Note(
                witness.place().file(),
                witness.place().line(),
                "%s() gets '%s' here".formatted(witness.kernel().name(), kept))));
  }

  /// The call that keeps what the edited one was given; none when the argument is as it was, or may
  /// mean what it meant, or agrees with another now.
  private Optional<FoundCall> witness(Edit edit, Parameter parameter) {
    Optional<ArgumentWords> before = words(edit.old(), parameter);
    Optional<ArgumentWords> now = words(edit.fresh(), parameter);
    if (before.isEmpty() || before.equals(now)) {
      return Optional.empty();
    }
    return now.flatMap(n ->
        parameter == Parameter.DIRECTION
            ? ofDirection(edit, before.get(), n)
            : ofWords(edit, parameter, before.get(), n));
  }

  static Optional<ArgumentWords> words(FoundCall call, Parameter parameter) {
    return call.argument(parameter)
        .map(a -> ArgumentWords.ofValue(call.body(), a))
        .map(w -> parameter == Parameter.DEVICE ? w.pointee() : w);
  }

  private Optional<FoundCall> ofWords(
      Edit edit, Parameter parameter, ArgumentWords before, ArgumentWords now) {
    boolean isOther = before.isAlteredTo(now) || isMappedCount(edit.fresh(), parameter);
    if (!isOther || isSetElsewhere(parameter, before, now)) {
      return Optional.empty();
    }
    List<FoundCall> others = others(edit, c -> c.isList() == edit.fresh().isList());
    Predicate<FoundCall> onHandle = onHandleOf(edit.fresh());
    for (Predicate<FoundCall> circle :
        List.of(
            onHandle.and(inFileOf(edit.fresh())),
            onHandle,
            inFunctionOf(edit.fresh()),
            _ -> true)) {
      List<FoundCall> near = others.stream().filter(circle).toList();
      if (near.stream().anyMatch(c -> words(c, parameter).filter(now::equals).isPresent())) {
        return Optional.empty();
      }
      Optional<FoundCall> witness =
          nearestFirst(edit, near)
              .filter(c -> isTellingTo(c, edit, before))
              .filter(c -> words(c, parameter).filter(before::equals).isPresent())
              .findFirst();
      if (witness.isPresent()) {
        return witness;
      }
    }
    return Optional.empty();
  }

  /// Whether the words mean in another call what they meant in the edited one.
  private static boolean isTellingTo(FoundCall other, Edit edit, ArgumentWords before) {
    return before.areTelling()
        || other.body() == edit.fresh().body()
        || (before.nameConstant() && inFileOf(edit.fresh()).test(other));
  }

  /// Whether a list is unmapped or synced with a variable that takes what mapping one returns.
  private static boolean isMappedCount(FoundCall call, Parameter parameter) {
    return parameter == Parameter.COUNT
        && call.kind() != SiteKind.MAP
        && call.argument(parameter).stream()
            .flatMap(a -> call.body().definitions(call.body().text(a)).stream())
            .flatMap(d -> d.value().stream())
            .anyMatch(v ->
                v instanceof Expr.Call map
                    && map.name().filter(n -> n.startsWith("dma_map_sg")).isPresent());
  }

  /// Whether the change says more of what the argument reads now than that it is read: it may set
  /// it to what was read before.
  private boolean isSetElsewhere(Parameter parameter, ArgumentWords before, ArgumentWords now) {
    long alike =
        edits.stream()
            .filter(e -> words(e.fresh(), parameter).filter(now::equals).isPresent())
            .count();
    return before.namesOnlyIn(now).stream()
        .anyMatch(n -> calls.occurrences(n) - old.occurrences(n) > alike);
  }

  private Optional<FoundCall> ofDirection(Edit edit, ArgumentWords before, ArgumentWords now) {
    if (!isDirection(before) || !isDirection(now)) {
      return Optional.empty();
    }
    FoundCall fresh = edit.fresh();
    boolean isHarmful = fresh.kind() == SiteKind.SYNC && isHarmful(fresh, now);
    List<FoundCall> others =
        others(
            edit,
            c -> c.argument(Parameter.DIRECTION).isPresent() && !(isHarmful && isBidirectional(c)));
    return Stream.of(
            onHandleOf(fresh).and(ofSizeOf(fresh)),
            onHandleOf(fresh),
            inFunctionOf(fresh),
            inFileOf(fresh).and(c -> isOtherSide(fresh, c)),
            inFileOf(fresh))
        .map(circle -> others.stream().filter(circle).toList())
        .filter(circle -> !circle.isEmpty())
        .findFirst()
        .filter(circle ->
            circle.stream()
                .allMatch(c -> words(c, Parameter.DIRECTION).filter(before::equals).isPresent()))
        .flatMap(circle -> nearestFirst(edit, circle).findFirst());
  }

  /// Whether a sync shows nothing with a direction, though the memory is mapped for both.
  private static boolean isHarmful(FoundCall sync, ArgumentWords direction) {
    String idle = sync.kernel().name().endsWith("_for_cpu") ? "DMA_TO_DEVICE" : "DMA_FROM_DEVICE";
    return direction.words().contains(idle);
  }

  private static boolean isBidirectional(FoundCall call) {
    return words(call, Parameter.DIRECTION)
        .filter(d -> d.words().contains("DMA_BIDIRECTIONAL"))
        .isPresent();
  }

  /// Calls on what is kept in the same member.
  private static Predicate<FoundCall> onHandleOf(FoundCall call) {
    Optional<ArgumentWords> handle = Handles.of(call).filter(ArgumentWords::areTelling);
    return c -> handle.isPresent() && handle.equals(Handles.of(c));
  }

  /// Calls that are given the same size, where its words say something.
  private static Predicate<FoundCall> ofSizeOf(FoundCall call) {
    Optional<ArgumentWords> size =
        words(call, Parameter.SIZE).filter(s -> s.areTelling() || s.nameConstant());
    return c -> size.isPresent() && size.equals(words(c, Parameter.SIZE));
  }

  private static Predicate<FoundCall> inFunctionOf(FoundCall call) {
    return c -> c.body() == call.body();
  }

  private static boolean isDirection(ArgumentWords words) {
    return words.words().size() == 1 && DIRECTIONS.contains(words.words().getFirst());
  }

  private static Predicate<FoundCall> inFileOf(FoundCall call) {
    String path = call.body().file().path();
    return c -> c.body().file().path().equals(path);
  }

  /// Whether one of them maps and the other does not.
  private static boolean isOtherSide(FoundCall a, FoundCall b) {
    return (a.kind() == SiteKind.MAP) != (b.kind() == SiteKind.MAP);
  }

  private List<FoundCall> others(Edit edit, Predicate<FoundCall> like) {
    return calls.all().stream().filter(c -> !c.equals(edit.fresh())).filter(like).toList();
  }

  /// The calls of the same function, those of the other side of the mapping, then the others.
  private static Stream<FoundCall> nearestFirst(Edit edit, List<FoundCall> calls) {
    FoundCall fresh = edit.fresh();
    return Stream.concat(
            Stream.of(
                    (Predicate<FoundCall>) c -> c.body() == fresh.body() && isOtherSide(fresh, c),
                    c -> isOtherSide(fresh, c))
                .flatMap(p -> calls.stream().filter(p)),
            calls.stream())
        .distinct();
  }
}
