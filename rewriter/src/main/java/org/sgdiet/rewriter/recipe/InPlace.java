// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// A request whose source and destination are one list: it is mapped once, and the readers of the
/// destination get the vectors of the source.
final class InPlace {

  private final List<ListKey> keys;
  private final List<Occurrence> maps;
  private final ListVectors vectors;

  InPlace(Collection<ListKey> keys, List<Occurrence> maps, ListVectors vectors) {
    this.keys = List.copyOf(keys);
    this.maps = maps;
    this.vectors = vectors;
  }

  /// Adds the copies of the vectors.
  void edit(Draft draft) throws RefusedException {
    if (keys.size() < 2) {
      return;
    }
    for (FunctionCode code : maps.stream().map(Occurrence::in).distinct().toList()) {
      for (Occurrence test : tests(code)) {
        copy(test, draft);
      }
    }
  }

  /// Comparisons of two of the lists.
  private List<Occurrence> tests(FunctionCode code) {
    List<Occurrence> found = new ArrayList<>();
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Binary b
          && (b.operator() == BinaryOperator.EQUAL || b.operator() == BinaryOperator.NOT_EQUAL)
          && ours(b.left(), code).isPresent()
          && ours(b.right(), code).isPresent()) {
        found.add(o);
      }
    }
    return found;
  }

  private Optional<ListKey> ours(Expr expr, FunctionCode code) {
    return ListKey.of(expr, code).flatMap(k -> keys.stream().filter(k::is).findFirst());
  }

  private void copy(Occurrence test, Draft draft) throws RefusedException {
    Expr.Binary compared = (Expr.Binary) test.expr();
    FunctionCode code = test.in();
    boolean equal = compared.operator() == BinaryOperator.EQUAL;
    if (!(test.statement() instanceof Stmt.If branch) || !test.around().isEmpty()) {
      if (maps.stream().anyMatch(m -> m.in() == code && m.span().start() > test.span().end())) {
        throw unclear(test);
      }
      return;
    }
    Optional<Stmt> same = equal ? Optional.of(branch.then()) : branch.otherwise();
    Optional<Stmt> apart = equal ? branch.otherwise() : Optional.of(branch.then());
    List<Occurrence> once = within(same, code);
    if (once.isEmpty() && within(apart, code).isEmpty()) {
      return;
    }
    if (once.size() != 1) {
      throw unclear(test);
    }
    Occurrence map = once.getFirst();
    ListKey mapped = ours(((Expr.Call) map.expr()).args().get(1), code).orElseThrow();
    ListKey other =
        ours(compared.left(), code).filter(k -> !k.is(mapped)).isPresent()
            ? ours(compared.left(), code).orElseThrow()
            : ours(compared.right(), code).orElseThrow();
    Stmt stmt = map.statement();
    Optional<String> to = vectors.home(other, code);
    Optional<String> from = vectors.home(mapped, code);
    if (!(stmt instanceof Stmt.Expression) || to.isEmpty() || from.isEmpty()) {
      throw unclear(map);
    }
    SourceText text = new SourceText(code.file().text());
    draft.insert(
        code.file(),
        text.lineAfter(stmt.span().end()),
        text.indent(stmt.span().start()) + to.get() + " = " + from.get() + ";\n");
  }

  private static RefusedException unclear(Occurrence at) {
    return RefusedException.assist(
        at,
        "source and destination may be one list here; which mapping serves both is not in view");
  }

  private List<Occurrence> within(Optional<Stmt> branch, FunctionCode code) {
    return maps.stream()
        .filter(m -> m.in() == code)
        .filter(m -> branch.filter(b -> b.span().contains(m.span())).isPresent())
        .toList();
  }
}
