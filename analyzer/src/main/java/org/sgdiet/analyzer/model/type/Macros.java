// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;

/// The bodies of macros as syntax. A body is parsed once and its parameters are replaced by the
/// arguments of each use; bodies that paste or quote tokens are not expanded.
final class Macros {

  private static final int LONGEST_BODY = 4000;

  private final Map<Item.Macro, Optional<Stmt.Block>> parsed = new ConcurrentHashMap<>();

  /// The expression that a use of `macro` stands for.
  Optional<Expr> expression(Found<Item.Macro> macro, List<Expr> args) {
    return body(macro.item())
        .filter(b -> b.body().size() == 1)
        .flatMap(b ->
            b.body().getFirst() instanceof Stmt.Expression(Expr e, var _)
                ? Optional.of(e)
                : Optional.empty())
        .flatMap(e -> arguments(macro.item(), args).map(s -> s.in(e)));
  }

  /// The statements that a use of `macro` stands for.
  Optional<Stmt.Block> statements(Found<Item.Macro> macro, List<Expr> args) {
    return body(macro.item())
        .flatMap(b -> arguments(macro.item(), args).map(s -> (Stmt.Block) s.in(b)));
  }

  /// The loop whose head a use of `macro` stands for.
  Optional<Stmt.For> loop(Found<Item.Macro> macro, List<Expr> args, Stmt body) {
    String text = macro.item().body().strip();
    if (!text.startsWith("for")) {
      return Optional.empty();
    }
    Optional<Stmt.Block> parsed = Optional.of(Outlined.statements(text + ";"));
    return parsed
        .filter(b -> b.body().size() == 1)
        .flatMap(b -> arguments(macro.item(), args).map(s -> s.in(b.body().getFirst())))
        .flatMap(s ->
            s instanceof Stmt.For f
                ? Optional.of(new Stmt.For(f.init(), f.condition(), f.step(), body, f.span()))
                : Optional.empty());
  }

  private static Optional<Substitution> arguments(Item.Macro macro, List<Expr> args) {
    return Substitution.of(macro.parameters().orElse(List.of()), args);
  }

  private Optional<Stmt.Block> body(Item.Macro macro) {
    return parsed.computeIfAbsent(macro, Macros::parse);
  }

  private static Optional<Stmt.Block> parse(Item.Macro macro) {
    String body = macro.body().strip();
    if (body.isEmpty() || body.contains("#") || body.length() > LONGEST_BODY) {
      return Optional.empty();
    }
    return Optional.of(Outlined.statements(body));
  }
}
