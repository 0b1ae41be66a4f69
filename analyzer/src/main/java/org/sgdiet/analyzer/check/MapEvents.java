// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// What the expressions of a function do to one mapping: the unmaps that belong to it, functions of
/// the driver that make one, and what keeps the handle or hands it on.
///
/// @param handle the local that holds the handle; empty when it stands elsewhere
/// @param elsewhere functions of the driver that undo other mappings alone
/// @param carriers the structures on the stack that the handle is put into
record MapEvents(
    MapOutcome outcome,
    DriverFacts facts,
    Optional<String> handle,
    Set<String> elsewhere,
    Set<String> carriers)
    implements MapWays.Events {

  /// Writes to the device, and what makes a descriptor: none of them will unmap.
  private static final Pattern NO_OWNER =
      Pattern.compile(
          "(__raw_)?write[bwlq](_relaxed)?|(lo_hi|hi_lo)_writeq|iowrite(8|16|32|64)(be)?|regmap_\\w+"
              + "|dmaengine_prep_\\w+|lower_32_bits|upper_32_bits|min|max|min_t|max_t|memcpy|memset");

  static boolean writesOnly(Optional<String> name) {
    return name.filter(n -> NO_OWNER.matcher(n).matches() || KernelApi.isMessage(n)).isPresent();
  }

  private static final Pattern KEEPS = Pattern.compile("dma_unmap_(addr|len)(_set)?");
  private static final Pattern WAITS = Pattern.compile("wait_(for|event)_?\\w*|\\w+_wait_for_\\w+");

  static MapEvents of(MapOutcome outcome, DriverFacts facts) {
    Body body = outcome.map().body();
    long homes =
        body.definitions().stream()
            .filter(d ->
                d.value().filter(v -> v.span().contains(outcome.map().call().span())).isPresent())
            .count();
    Optional<String> local =
        body.definitions().stream()
            .filter(d -> homes == 1)
            .filter(d ->
                d.value()
                    .filter(v -> Expressions.plain(v).span().equals(outcome.map().call().span()))
                    .isPresent())
            .flatMap(d ->
                d.target() instanceof Expr.Name(String id, _)
                        && body.declares(id)
                        && body.parameter(id).isEmpty()
                    ? Stream.of(id)
                    : Stream.empty())
            .findFirst();
    Optional<String> handle = outcome.map().isList() ? Optional.empty() : local;
    return new MapEvents(
        outcome, facts, handle, KnownUnmaps.functions(facts), carriers(outcome, handle));
  }

  /// The structures on the stack of a function that the handle is put into.
  private static Set<String> carriers(MapOutcome outcome, Optional<String> local) {
    Body body = outcome.map().body();
    Optional<String> handle = local.or(() -> outcome.result().filter(_ -> !outcome.map().isList()));
    return handle.isEmpty()
        ? Set.of()
        : body.definitions().stream()
            .filter(d ->
                d.value()
                    .filter(v -> body.text(Expressions.plain(v)).equals(handle.get()))
                    .isPresent())
            .flatMap(d -> onStack(body, d.target()).stream())
            .collect(Collectors.toSet());
  }

  /// The local structure or array that an expression is a part of.
  private static Optional<String> onStack(Body body, Expr part) {
    return switch (part) {
      case Expr.Member(Expr base, boolean arrow, _, _, _) ->
          arrow ? Optional.empty() : local(body, base).or(() -> onStack(body, base));
      case Expr.Index(Expr base, _, _) -> onStack(body, base);
      default -> Optional.empty();
    };
  }

  private static Optional<String> local(Body body, Expr expr) {
    return expr instanceof Expr.Name(String id, _)
            && body.declares(id)
            && body.parameter(id).isEmpty()
            && body.typeOf(id).filter(t -> !(t instanceof TypeSyntax.Pointer)).isPresent()
        ? Optional.of(id)
        : Optional.empty();
  }

  @Override
  public boolean undoes(Expr.Call call) {
    return outcome.undoes(call)
        || call.args().stream()
            .anyMatch(a ->
                Expressions.plain(a) instanceof Expr.Name(String id, _)
                    && outcome.undoers().contains(id))
        || namesTheSame(call);
  }

  /// Whether a call unmaps something of the same name, though it was not shown to be the same.
  private boolean namesTheSame(Expr.Call call) {
    Optional<KernelCall> kernel =
        call.name().flatMap(n -> facts.flow().api().call(n, call.args().size()));
    boolean unmaps = kernel.filter(k -> k.effect() == Effect.UNMAP).isPresent();
    boolean unknown =
        kernel.isEmpty()
            && call.name()
                .filter(n -> n.contains("unmap") && !KEEPS.matcher(n).matches())
                .filter(n -> !elsewhere.contains(n))
                .isPresent();
    return (unmaps && outcome.resembles(call))
        || unknown
        || (call.name().filter("dmaengine_unmap_put"::equals).isPresent()
            && outcome.isKeptIn(call));
  }

  @Override
  public boolean gives(Expr expr) {
    if (!outcome.undoers().isEmpty() && waits(expr)) {
      return true;
    }
    if (handle.isEmpty()) {
      return outcome.result().map(r -> copies(expr, r)).orElseGet(() -> keepsArgument(expr))
          || (!carriers.isEmpty() && handsOnStack(expr));
    }
    return Parts.anyExpr(expr, e -> isHandle(e) || isCarrier(e))
        && Parts.anyExpr(
            expr,
            e ->
                switch (e) {
                  case Expr.Assign(_, Expr target, Expr value, _) ->
                      isMentioned(value) && onStack(outcome.map().body(), target).isEmpty();
                  case Expr.Call call -> isOwner(call) && (mentions(call) || carries(call));
                  case Expr.Unary(var operator, Expr operand, _) ->
                      operator == UnaryOperator.ADDRESS_OF && isHandle(operand);
                  default -> false;
                });
  }

  /// Whether a call in a part of a function waits for the device.
  static boolean waits(Body body, Span part) {
    return body.calls().stream().filter(c -> part.contains(c.span())).anyMatch(MapEvents::waits);
  }

  private static boolean waits(Expr.Call call) {
    return call.name().filter(n -> n.contains("wait") && WAITS.matcher(n).matches()).isPresent();
  }

  /// Whether an expression waits for the device: what ends the transfer may undo the mapping.
  private static boolean waits(Expr expr) {
    return Parts.anyExpr(expr, e -> e instanceof Expr.Call call && waits(call));
  }

  /// Whether a local that the mapping function was given is stored somewhere.
  private boolean keepsArgument(Expr expr) {
    return stores(
        expr,
        value ->
            value instanceof Expr.Name(String id, _)
                && outcome.map().call().args().stream()
                    .anyMatch(a -> a instanceof Expr.Name(String x, _) && x.equals(id)));
  }

  /// Whether what the mapping returned into a member is stored in another one too.
  private boolean copies(Expr expr, String result) {
    Body body = outcome.map().body();
    return !outcome.map().isList()
        && stores(expr, value -> body.text(Expressions.plain(value)).equals(result));
  }

  /// Whether a value is put into something other than a local.
  private boolean stores(Expr expr, Predicate<Expr> wanted) {
    return Parts.anyExpr(
        expr,
        e ->
            e instanceof Expr.Assign(_, Expr target, Expr value, _)
                && !(target instanceof Expr.Name)
                && wanted.test(value)
                && onStack(outcome.map().body(), target).isEmpty());
  }

  /// Whether a call is given a structure on the stack, which may point to one that the handle was
  /// put into.
  private boolean handsOnStack(Expr expr) {
    return MapWays.callsIn(expr).stream()
        .filter(this::isOwner)
        .flatMap(c -> c.args().stream())
        .anyMatch(a -> isCarrier(a) || pointsToStack(a));
  }

  private boolean pointsToStack(Expr arg) {
    return arg instanceof Expr.Unary(var operator, Expr operand, _)
        && operator == UnaryOperator.ADDRESS_OF
        && local(outcome.map().body(), operand).isPresent();
  }

  private boolean isCarrier(Expr expr) {
    return expr instanceof Expr.Name(String id, _) && carriers.contains(id);
  }

  private boolean carries(Expr.Call call) {
    return call.args().stream().anyMatch(a -> Parts.anyExpr(a, this::isCarrier));
  }

  private boolean mentions(Expr.Call call) {
    return call.args().stream().anyMatch(this::isMentioned);
  }

  private boolean isMentioned(Expr value) {
    if (value instanceof Expr.Call call && !isOwner(call)) {
      return false;
    }
    return isHandle(value) || Parts.of(value).stream().anyMatch(this::isMentioned);
  }

  private boolean isHandle(Expr expr) {
    return expr instanceof Expr.Name(String id, _) && handle.filter(id::equals).isPresent();
  }

  private boolean isOwner(Expr.Call call) {
    if (MapTest.isTest(call)) {
      return false;
    }
    Optional<String> name = call.name();
    return !writesOnly(name)
        && !RegisterWrites.isAll(facts.flow().driver(), outcome.map().body(), call, this::isHandle)
        && name.flatMap(n -> facts.flow().api().call(n, call.args().size()))
            .filter(k -> k.effect() == Effect.UNMAP || k.effect() == Effect.SYNC)
            .isEmpty();
  }
}
