// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;

/// What becomes of the result of one table mapping: an error code instead of a count.
///
/// @param result the count's tests and reads
/// @param nentsStore the assignment to the table's own `nents`, when the count goes there
/// @param nentsTests tests of `nents` right after that store
record TableResult(
    Occurrence map,
    TableRef table,
    MapResult result,
    Optional<Occurrence> nentsStore,
    List<Occurrence> nentsTests) {

  /// Writes a mapping call that starts at a column.
  interface MapText {
    String at(Occurrence map, TableRef table, int column);
  }

  static TableResult of(Occurrence map, TableRef table) throws RefusedException {
    MapResult result = MapResult.of(map, 0);
    Optional<Occurrence> store =
        result
            .stored()
            .filter(s ->
                s.expr() instanceof Expr.Assign a
                    && TableRef.of(a.target(), map.in())
                        .filter(t -> t.member().equals("nents") && t.same(table))
                        .isPresent()
                    && !(a.target() instanceof Expr.Name));
    List<Occurrence> tests = store.map(s -> testsOf(s, table)).orElse(List.of());
    if (result.stored().isPresent() && result.variable().isEmpty() && store.isEmpty()) {
      throw RefusedException.assist(
          map, "the count is kept in an object; move its readers to the table's nents first");
    }
    if (!result.tested() && result.deadTests().isEmpty() && tests.isEmpty()) {
      throw RefusedException.refuse(map, "the mapping's result is never tested: fix that first");
    }
    if (result.tests().size()
            + result.successTests().size()
            + result.deadTests().size()
            + tests.size()
        > 1) {
      Occurrence second =
          Optional.of(result.tests()).filter(t -> t.size() > 1).map(t -> t.get(1)).orElse(map);
      throw RefusedException.assist(second, "the result is tested more than once");
    }
    return new TableResult(map, table, result, store, tests);
  }

  /// Tests of `nents` in the statement that follows the store.
  private static List<Occurrence> testsOf(Occurrence store, TableRef table) {
    FunctionCode code = store.in();
    List<Occurrence> tests = new ArrayList<>();
    ErrorCall.next(store.statement(), code)
        .filter(s -> s instanceof Stmt.If)
        .ifPresent(s -> {
          for (Occurrence o : code.occurrences()) {
            if (o.statement().equals(s)
                && TableRef.of(o.expr(), code)
                    .filter(t -> t.member().equals("nents") && t.same(table))
                    .isPresent()
                && o.expr() instanceof Expr.Member) {
              o.parent().filter(p -> fails(p)).ifPresent(tests::add);
            }
          }
        });
    return tests;
  }

  private static boolean fails(Occurrence test) {
    return switch (test.expr()) {
      case Expr.Unary u -> u.operator() == org.sgdiet.analyzer.syntax.UnaryOperator.NOT;
      case Expr.Binary b ->
          b.operator() == org.sgdiet.analyzer.syntax.BinaryOperator.EQUAL
              && (Constants.is(b.right(), 0, test.in()) || Constants.is(b.left(), 0, test.in()));
      default -> false;
    };
  }

  boolean storedToNents() {
    return nentsStore.isPresent();
  }

  /// Whether `member` is where the count is stored.
  boolean stores(Occurrence member) {
    return nentsStore
        .filter(s -> s.expr() instanceof Expr.Assign a && a.target().equals(member.expr()))
        .isPresent();
  }

  /// Whether `member` is part of the error test.
  boolean tests(Occurrence member) {
    return nentsTests.stream()
        .anyMatch(t -> t.in() == member.in() && t.span().contains(member.span()));
  }

  private Occurrence test() {
    if (!nentsTests.isEmpty()) {
      return nentsTests.getFirst();
    }
    return Stream.of(result.tests(), result.deadTests(), result.successTests())
        .flatMap(List::stream)
        .findFirst()
        .orElseThrow();
  }

  void edit(Draft draft, MapText text) throws RefusedException {
    FunctionCode code = map.in();
    SourceFile file = code.file();
    for (Occurrence read : result.mixedReads()) {
      throw RefusedException.assist(read, "the count read here may also come from elsewhere");
    }
    for (Occurrence read : result.reads()) {
      Optional<Stmt.Each> loop = loop(read);
      loop.ifPresent(l -> SgTableLoop.replaceHead(l, table, true, draft));
      if (loop.isEmpty()) {
        draft.replace(file, read.span(), table.member("nents"));
      }
    }
    call().edit(draft, column -> text.at(map, table, column));
  }

  /// The loop over the table's own list that goes as far as the count.
  private Optional<Stmt.Each> loop(Occurrence count) {
    return count.statement() instanceof Stmt.Each loop
            && loop.macro().equals("for_each_sg")
            && loop.args().size() == 4
            && loop.args().get(2).equals(count.expr())
            && TableRef.of(loop.args().getFirst(), map.in())
                .filter(t -> t.member().equals("sgl") && t.same(table))
                .isPresent()
        ? Optional.of(loop)
        : Optional.empty();
  }

  private ErrorCall call() {
    return new ErrorCall(map, result, test(), result.successTests().isEmpty());
  }

  /// The declaration of the variable that held the count, when nothing else uses it.
  Optional<LocalDeclarations.Declared> unused() {
    return call().unused();
  }
}
