// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// The statements of a function that run while a mapping stands: from the end of the `if` that asks
/// about it, in the block of the mapping call, to the first label, sync, unmap, or new value of the
/// buffer's variable.
final class DeviceOwned {

  private DeviceOwned() {}

  static Optional<Span> of(DriverFacts facts, FoundCall map) {
    Body body = map.body();
    int mapped = map.call().span().end();
    Optional<Stmt.Block> block =
        body.statements().stream()
            .filter(s -> s instanceof Stmt.Block && s.span().contains(map.call().span()))
            .map(Stmt.Block.class::cast)
            .reduce((_, inner) -> inner);
    if (block.isEmpty()) {
      return Optional.empty();
    }
    int end = block.get().span().end();
    for (Stmt s : block.get().body()) {
      if (s.span().start() > mapped && (s instanceof Stmt.Label || s instanceof Stmt.Case)) {
        end = Math.min(end, s.span().start());
      }
    }
    for (Expr.Call c : body.calls()) {
      if (c.span().start() > mapped && gives(facts, body, c)) {
        end = Math.min(end, c.span().start());
      }
    }
    for (var d : body.definitions()) {
      if (d.span().start() > mapped && isRoot(body, d.target(), map)) {
        end = Math.min(end, d.span().start());
      }
    }
    int start =
        block.get().body().stream()
            .filter(s -> s instanceof Stmt.If && s.span().start() > mapped)
            .findFirst()
            .filter(s ->
                s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                    && Exits.leaves(then)
                    && body.file()
                        .text(condition.span())
                        .matches("(?s).*(mapping_error|err|ret).*"))
            .map(s -> s.span().end())
            .orElse(mapped);
    return start < end ? Optional.of(new Span(start, end)) : Optional.empty();
  }

  /// Whether a call gives the buffer back to the CPU, or to the device once more: a sync, an unmap,
  /// or a function of which the name or the body may.
  private static boolean gives(DriverFacts facts, Body body, Expr.Call call) {
    String name = call.name().orElse("");
    return name.contains("unmap")
        || name.contains("sync")
        || facts.flow().driver().targets(body, call).stream()
            .anyMatch(t ->
                t.calls().stream()
                    .flatMap(c -> c.name().stream())
                    .anyMatch(n -> n.contains("unmap") || n.contains("sync_s")));
  }

  private static boolean isRoot(Body body, Expr target, FoundCall map) {
    String set = body.text(target);
    return map.argument(Parameter.BUFFER)
        .filter(b -> Expressions.mentions(body, b, set))
        .isPresent();
  }
}
