// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Handles that a function passes on to somebody who may ask `dma_mapping_error()` about them.
final class HandedOut {

  private static final Pattern WRITES =
      Pattern.compile("(__raw_)?write[lq]\\w*|iowrite\\w+|out_[bl]e\\d+|[A-Z][A-Z0-9_]+");

  private HandedOut() {}

  /// Whether the caller gets what a function keeps in `target`, as it is or in something that an
  /// unknown function makes of it.
  static boolean is(DriverFacts facts, Body body, Expr target) {
    return isReturned(facts, body, target) || isReturnedInside(facts, body, target);
  }

  /// Whether the handle goes to the caller, whose business the check may be.
  private static boolean isReturned(DriverFacts facts, Body body, Expr target) {
    return switch (target) {
      case Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _)
          when operator == UnaryOperator.DEREFERENCE && body.parameter(id).isPresent() ->
          !isOverlookedByCallers(facts, body, body.parameter(id).getAsInt());
      case Expr.Name name ->
          body.returned().stream()
              .anyMatch(r -> r instanceof Expr.Name(String id, _) && id.equals(name.id()));
      case Expr.Member _, Expr.Call _ -> false;
      case Expr.Index(Expr.Name(String id, _), _, _) ->
          body.parameter(id).isPresent()
              || body.typeOf(id).filter(t -> t instanceof TypeSyntax.Array).isEmpty();
      case Expr.Index(Expr array, _, _) -> !(array instanceof Expr.Member);
      default -> true;
    };
  }

  /// Whether no caller asks about the variable that it has a handle put into.
  private static boolean isOverlookedByCallers(DriverFacts facts, Body body, int parameter) {
    Driver driver = facts.flow().driver();
    List<CallSite> sites = driver.callers(body);
    return !sites.isEmpty()
        && driver.tablesWith(body).isEmpty()
        && driver.file(body.file().path()).filter(f -> f.exports(body.name())).isEmpty()
        && sites.stream()
            .allMatch(s ->
                s.call().args().size() > parameter
                    && s.call().args().get(parameter)
                        instanceof Expr.Unary(UnaryOperator operator, Expr place, _)
                    && operator == UnaryOperator.ADDRESS_OF
                    && !FailedToCheckMapError.isAskedAbout(facts, s.caller(), place));
  }

  /// `return encode(handle, how)`: whether the caller gets the handle in something that an unknown
  /// function makes of it.
  private static boolean isReturnedInside(DriverFacts facts, Body body, Expr target) {
    return target instanceof Expr.Name(String id, _)
        && body.returned().stream()
            .anyMatch(r ->
                Expressions.plain(r) instanceof Expr.Call call
                    && call.args().stream()
                        .anyMatch(a -> a instanceof Expr.Name(String given, _) && given.equals(id))
                    && mayAsk(facts, body, call));
  }

  /// Whether what is called may ask about what it is given: not a write to the device, a macro that
  /// makes one, or a function of the driver that does not.
  static boolean mayAsk(DriverFacts facts, Body body, Expr.Call call) {
    List<Body> targets = facts.flow().driver().targets(body, call);
    return targets.isEmpty()
        ? call.name().filter(n -> WRITES.matcher(n).matches()).isEmpty()
        : targets.stream().anyMatch(t -> t.calls().stream().anyMatch(MapTest::isTest));
  }
}
