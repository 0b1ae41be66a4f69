// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.MapTest.Says;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// An exit that tells its caller what another function told, `return submit(dev);`, while a mapping
/// stands.
///
/// @param call the other function's call
record PassedOn(Leaving leaving, Expr.Call call) {

  /// Calls that hand a buffer to a device, and leave it to the caller when they fail.
  private static final Pattern POSTS = Pattern.compile("ib_post_\\w+|usb_submit_urb");

  private static final Pattern ERRNO =
      Pattern.compile("-(?!EINPROGRESS|EIOCBQUEUED|EBUSY)E[A-Z0-9]+");

  /// Exits that tell what another function told, and leave the mapping when that fails: where the
  /// function undoes it on its error exits, or does so at its end and works without the device
  /// here.
  static boolean find(
      MapOutcome outcome, List<Leaving> leavings, DriverFacts facts, ToldOnce findings) {
    FoundCall map = outcome.map();
    List<PassedOn> exits =
        leavings.stream().anyMatch(l -> l.state().standing() == Standing.UNDONE)
            ? of(map.body(), leavings)
            : List.of();
    if (exits.isEmpty()) {
      return false;
    }
    List<Leaving> bad = leavings.stream().filter(l -> l.told() == Answer.ERROR).toList();
    boolean undoesAlways =
        bad.stream().anyMatch(l -> l.state().standing() == Standing.UNDONE)
            && bad.stream().noneMatch(l -> l.state().isMapped())
            && leavings.stream()
                .noneMatch(l -> l.told() == Answer.FINE && l.state().standing() == Standing.UNDONE);
    boolean found = false;
    for (PassedOn exit : exits) {
      boolean fails = undoesAlways && exit.mayFail(map, facts);
      if (fails || exit.isFallback(map, facts)) {
        found = true;
        String reason =
            fails
                ? "%s() may fail, and another error exit unmaps it"
                    .formatted(exit.call().name().orElse("the function called"))
                : "another exit of %s() unmaps it".formatted(map.body().name());
        PendingDmaAllocations.tell(outcome, exit.leaving(), Confidence.MODERATE, reason, findings);
      }
    }
    return found;
  }

  /// Those exits among the ways out of a function.
  static List<PassedOn> of(Body body, List<Leaving> leavings) {
    List<PassedOn> exits = new ArrayList<>();
    Set<Span> seen = new LinkedHashSet<>();
    for (Leaving l : leavings) {
      if (l.told() == Answer.UNKNOWN && l.state().standing() == Standing.MAPPED) {
        call(body, l.at())
            .filter(c -> l.state().gift().filter(g -> !g.contains(c.span())).isEmpty())
            .filter(_ -> seen.add(l.at()))
            .ifPresent(c -> exits.add(new PassedOn(l, c)));
      }
    }
    return exits;
  }

  private static Optional<Expr.Call> call(Body body, Span at) {
    for (Stmt s : body.statements()) {
      if (s instanceof Stmt.Return(Optional<Expr> value, Span span) && span.equals(at)) {
        return value
            .map(Expressions::plain)
            .flatMap(v -> v instanceof Expr.Call call ? Optional.of(call) : Optional.empty());
      }
    }
    return Optional.empty();
  }

  /// Whether the other function may fail, and then has changed nothing.
  boolean mayFail(FoundCall map, DriverFacts facts) {
    List<Body> targets = facts.flow().driver().targets(map.body(), call);
    return targets.isEmpty()
        ? call.name().filter(n -> POSTS.matcher(n).matches()).isPresent()
        : targets.stream()
            .allMatch(t -> t != map.body() && tellsErrno(t) && undoesNothing(t, facts));
  }

  private static boolean tellsErrno(Body body) {
    return body.returned().stream().anyMatch(r -> ERRNO.matcher(body.text(r)).matches());
  }

  private static boolean undoesNothing(Body body, DriverFacts facts) {
    return facts.calls().stream().noneMatch(u -> u.kind() == SiteKind.UNMAP && u.body() == body);
  }

  /// Whether the function does without the device here, because another mapping has failed.
  boolean isFallback(FoundCall map, DriverFacts facts) {
    Body body = map.body();
    List<FoundCall> others =
        facts.calls().stream()
            .filter(m -> m.kind() == SiteKind.MAP && m.body() == body && !m.equals(map))
            .filter(m -> m.call().span().start() > map.call().span().end())
            .toList();
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                && then.span().contains(leaving.at())
                && others.stream().anyMatch(o -> hasFailed(o, condition)));
  }

  private static boolean hasFailed(FoundCall other, Expr condition) {
    MapTest test = MapTest.of(other);
    boolean negated =
        condition instanceof Expr.Unary(var operator, _, _) && operator == UnaryOperator.NOT;
    return negated
        ? Parts.of(condition).stream().anyMatch(c -> test.says(c, false) == Says.FAILED)
        : test.says(condition, true) == Says.FAILED;
  }
}
