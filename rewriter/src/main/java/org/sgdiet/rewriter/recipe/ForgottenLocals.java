// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;

/// Locals that a function only kept for its unmapping calls: list and count are with the vectors
/// now, and the compiler would warn of them.
final class ForgottenLocals {

  private static final Pattern WORD = Pattern.compile("\\W+");

  private final FunctionCode code;
  private final List<Span> dropped = new ArrayList<>();
  private final Set<String> kept;

  /// @param unmaps the calls of one function that no longer name list and count
  /// @param homes what they name in their place
  ForgottenLocals(FunctionCode code, List<Occurrence> unmaps, List<String> homes) {
    this.code = code;
    this.kept = homes.stream().flatMap(WORD::splitAsStream).collect(Collectors.toSet());
    for (Occurrence unmap : unmaps) {
      List<Expr> args = ((Expr.Call) unmap.expr()).args();
      args.subList(1, MapCalls.isTable(unmap) ? 2 : 3).forEach(a -> dropped.add(a.span()));
    }
  }

  /// Removes their declarations.
  void remove(Draft draft) {
    LocalDeclarations declarations = new LocalDeclarations(code);
    List<LocalDeclarations.Declared> unused = new ArrayList<>();
    for (Entity.Local local : named()) {
      if (!local.parameter()
          && !kept.contains(local.name())
          && mentions(local).stream().allMatch(this::isDropped)) {
        declarations
            .find(local.declaredAt())
            .filter(d -> d.declarator().init().filter(i -> !isPlain(i)).isEmpty())
            .ifPresent(unused::add);
      }
    }
    declarations.removeAll(unused, draft);
  }

  private Set<Entity.Local> named() {
    Set<Entity.Local> named = new LinkedHashSet<>();
    for (Occurrence o : code.occurrences()) {
      if (isDropped(o)
          && o.expr() instanceof Expr.Name
          && Entity.of(o.expr(), code).orElse(null) instanceof Entity.Local local) {
        named.add(local);
      }
    }
    return named;
  }

  private List<Occurrence> mentions(Entity.Local local) {
    return code.occurrences().stream()
        .filter(o -> o.expr() instanceof Expr.Name)
        .filter(o -> Entity.of(o.expr(), code).filter(local::equals).isPresent())
        .toList();
  }

  private boolean isDropped(Occurrence o) {
    return dropped.stream().anyMatch(s -> s.contains(o.span()))
        && !(o.statement() instanceof Stmt.Declaration);
  }

  /// Whether nothing happens when the value is taken.
  private static boolean isPlain(Expr value) {
    return switch (value) {
      case Expr.Name _, Expr.NumberLiteral _ -> true;
      case Expr.Member m -> isPlain(m.base());
      case Expr.Unary u -> isPlain(u.operand());
      case Expr.Call c ->
          c.name().filter(n -> n.startsWith("sg_nents")).isPresent()
              && c.args().stream().allMatch(ForgottenLocals::isPlain);
      default -> false;
    };
  }
}
