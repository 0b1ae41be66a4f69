// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.CallLayout.Arg;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// A mapping whose handle goes into a field of a device, made to go through a `dma_addr_t` that can
/// be asked about: `x->addr = cpu_to_le32(dma_map_single(…));`.
///
/// @param map the mapping call
/// @param keeps the assignment, a statement of its own
record HandleLocal(Occurrence map, Expr.Assign keeps) {

  private static final Set<String> CONVERSIONS =
      Set.of("cpu_to_le32", "cpu_to_le64", "cpu_to_be32", "cpu_to_be64", "lower_32_bits");

  /// The mapping call in a statement that does nothing but keep its result.
  static Optional<HandleLocal> of(Occurrence map) {
    return map.statement() instanceof Stmt.Expression(Expr.Assign keeps, _)
            && keeps.operator().isEmpty()
            && (keeps.value().span().equals(map.span()) || converts(keeps.value(), map.expr()))
        ? Optional.of(new HandleLocal(map, keeps))
        : Optional.empty();
  }

  private static boolean converts(Expr value, Expr call) {
    return value instanceof Expr.Call c
        && c.name().filter(CONVERSIONS::contains).isPresent()
        && c.args().equals(List.of(call));
  }

  /// Whether the value is changed on its way into the field.
  boolean isConverted() {
    return !keeps.value().span().equals(map.span());
  }

  /// Whether the handle goes into one of many slots, which clean-up code walks.
  boolean isInRing() {
    return keeps.target() instanceof Expr.Index
        || (keeps.target() instanceof Expr.Member(Expr base, _, _, _, _)
            && base instanceof Expr.Index);
  }

  /// Whether what keeps the handle can be asked about: it is declared to be a handle.
  boolean isWide(CodeTree tree) {
    return switch (Entity.of(keeps.target(), code()).orElse(null)) {
      case Entity.Local local ->
          code().statements().stream()
              .filter(s -> s instanceof Stmt.Declaration)
              .flatMap(s -> ((Stmt.Declaration) s).declarators().stream())
              .filter(d -> d.nameSpan().start() == local.declaredAt())
              .anyMatch(d -> isHandle(d.type()));
      case Entity.Field field ->
          tree.struct(field, code()).stream()
              .flatMap(s -> s.item().fields().stream())
              .filter(f -> f.name().filter(field.name()::equals).isPresent())
              .anyMatch(f -> isHandle(f.type()));
      case null, default ->
          keeps.target() instanceof Expr.Index(Expr array, _, _)
              && Entity.of(array, code()).orElse(null) instanceof Entity.Field field
              && tree.struct(field, code()).stream()
                  .flatMap(s -> s.item().fields().stream())
                  .filter(f -> f.name().filter(field.name()::equals).isPresent())
                  .anyMatch(f ->
                      switch (f.type()) {
                        case TypeSyntax.Array(TypeSyntax element, _) -> isHandle(element);
                        case TypeSyntax.Pointer(TypeSyntax target) -> isHandle(target);
                        default -> false;
                      });
    };
  }

  private static boolean isHandle(TypeSyntax type) {
    return type instanceof TypeSyntax.Named(String name) && name.equals("dma_addr_t");
  }

  /// Whether the function gives the same place another value, so that what it keeps is not the
  /// handle.
  boolean isOverwritten() {
    String place = text().joined(keeps.target().span());
    return code().occurrences().stream()
            .filter(o ->
                o.expr() instanceof Expr.Assign a
                    && a.operator().isEmpty()
                    && text().joined(a.target().span()).equals(place))
            .count()
        > 1;
  }

  FunctionCode code() {
    return map.in();
  }

  SourceText text() {
    return new SourceText(code().file().text());
  }

  /// A name for the handle that the function does not use yet, declared there.
  String declare(Draft draft) throws RefusedException {
    for (String name : List.of("dma_addr", "mapping", "handle")) {
      if (code().file().text(code().function().span()).split("\\b" + name + "\\b", -1).length
          == 1) {
        new LocalDeclarations(code()).add("dma_addr_t " + name + ";", draft);
        return name;
      }
    }
    throw RefusedException.assist(map, "no plain name is left for the handle");
  }

  /// Makes the statement one that keeps the handle in `name`.
  void keepIn(String name, Draft draft) {
    SourceText text = text();
    Expr.Call call = (Expr.Call) map.expr();
    int column = text.column(keeps.span().start()) + name.length() + 3;
    String callee = call.name().orElseThrow();
    List<Arg> args = call.args().stream().map(a -> Arg.of(text.joined(a.span()))).toList();
    draft.replace(
        code().file(), keeps.span(), name + " = " + CallLayout.callOf(column, callee, args, 1));
  }

  /// The statement that puts the handle in `name` where it belongs.
  String store(String name) {
    SourceText text = text();
    String value =
        isConverted() && keeps.value() instanceof Expr.Call c
            ? c.name().orElseThrow() + "(" + name + ")"
            : name;
    return text.joined(keeps.target().span()) + " = " + value + ";";
  }
}
