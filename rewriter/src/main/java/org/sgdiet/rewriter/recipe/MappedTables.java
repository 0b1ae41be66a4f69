// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Flow;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// The `struct sg_table`s whose lists are mapped: who else gets one, and where the mapped count is
/// read out of it.
///
/// @param ours whether a list is one of those that are converted
/// @param maps the calls that map them
record MappedTables(Predicate<ListKey> ours, List<Occurrence> maps) {

  MappedTables {
    maps = List.copyOf(maps);
  }

  /// Refuses a function that hands a table to somebody who may read its DMA side.
  void check(FunctionCode code) throws RefusedException {
    if (maps.stream().noneMatch(MapCalls::isTable)) {
      return;
    }
    for (Occurrence o : code.occurrences()) {
      if (isTable(o.expr(), code) && ListKey.ofTable(o.expr(), code).filter(ours).isPresent()) {
        use(o.withAddressOf());
      }
    }
  }

  private static boolean isTable(Expr expr, FunctionCode code) {
    if (!(expr instanceof Expr.Name || expr instanceof Expr.Member)) {
      return false;
    }
    CType type = code.type(expr);
    return type.equals(TableRef.TYPE)
        || (type instanceof CType.Pointer(CType target) && target.equals(TableRef.TYPE));
  }

  private void use(Occurrence table) throws RefusedException {
    Optional<Occurrence.Argument> argument = table.argument();
    if (argument.isPresent()) {
      String name = argument.get().name();
      boolean harmless =
          MapCalls.isMapping(name)
              || name.startsWith("sg_alloc_")
              || name.matches("sg_free_table|k?v?free|IS_ERR(_OR_NULL)?|PTR_ERR");
      if (!harmless) {
        throw RefusedException.assist(
            table, "the table is handed to " + name + "(): it needs a form for vectors");
      }
      return;
    }
    if (table.parent().isEmpty() && table.statement() instanceof Stmt.Return) {
      throw RefusedException.refuse(
          table,
          "the table is returned to the caller, as map_dma_buf() has to: whoever gets it reads its"
              + " DMA side");
    }
    if (table.parent().map(Occurrence::expr).orElse(table.expr()) instanceof Expr.Assign a
        && a.value().equals(table.expr())
        && !(a.target() instanceof Expr.Name)
        && ListKey.ofTable(a.target(), table.in()).filter(ours).isEmpty()) {
      throw RefusedException.assist(
          table, "the table is kept in another place as well; its readers are not all in view");
    }
  }

  /// The list whose mapped count `expr` reads: `sgt->nents` once the table is mapped.
  Optional<ListKey> counted(Expr expr, FunctionCode code) {
    return TableRef.of(expr, code)
        .filter(t -> expr instanceof Expr.Member && t.member().equals("nents"))
        .filter(_ -> isMapped(expr, code) && !isGivenToMapping(expr, code))
        .flatMap(t -> ListKey.ofTable(t.table(), code))
        .filter(ours);
  }

  /// Whether a mapping or unmapping call is given the count: it takes no count of vectors.
  private static boolean isGivenToMapping(Expr count, FunctionCode code) {
    return code.at(count.span())
        .flatMap(Occurrence::argument)
        .filter(a -> MapCalls.isMapping(a.name()))
        .isPresent();
  }

  private boolean isMapped(Expr expr, FunctionCode code) {
    List<Occurrence> here = maps.stream().filter(m -> m.in() == code).toList();
    boolean written =
        code.at(expr.span())
            .filter(o ->
                Assignments.written(o) || o.parent().filter(p -> isAddress(p.expr())).isPresent())
            .isPresent();
    return !written
        && (here.isEmpty()
            ? !code.calls("sg_dma_address").isEmpty()
            : here.stream().anyMatch(m -> Flow.of(code).reaches(m.expr(), expr)));
  }

  private static boolean isAddress(Expr expr) {
    return expr instanceof Expr.Unary u && u.operator() == UnaryOperator.ADDRESS_OF;
  }
}
