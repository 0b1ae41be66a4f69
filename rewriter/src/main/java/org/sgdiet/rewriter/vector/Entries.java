// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// The forms in which C names an entry of a list: `sg`, `&sg[i]`, `sg + i`, `sg_next(sg)`.
final class Entries {

  private static final CType SCATTERLIST = new CType.Tagged(TagKind.STRUCT, "scatterlist");
  private static final Set<String> ACCESSORS = Set.of("sg_dma_address", "sg_dma_len");
  private static final Set<String> OUT_SIDE = Set.of("dma_address", "dma_length");
  private static final Set<String> IN_SIDE = Set.of("page_link", "offset", "length");

  private Entries() {}

  /// Whether an expression points to an entry.
  static boolean isPointer(Expr expr, FunctionCode code) {
    return isPointer(code.type(expr));
  }

  static boolean isPointer(CType type) {
    return type instanceof CType.Pointer(CType target) && target.equals(SCATTERLIST);
  }

  /// The pointer that an entry's pointer was calculated from.
  static Expr root(Expr pointer) {
    return switch (pointer) {
      case Expr.Binary(BinaryOperator o, Expr left, Expr _, var _)
          when o == BinaryOperator.ADD || o == BinaryOperator.SUBTRACT ->
          root(left);
      case Expr.Unary(UnaryOperator o, Expr.Index(Expr base, Expr _, var _), var _)
          when o == UnaryOperator.ADDRESS_OF ->
          root(base);
      case Expr.Index(Expr base, Expr _, var _) -> root(base);
      case Expr.Unary(UnaryOperator o, Expr operand, var _) when o == UnaryOperator.DEREFERENCE ->
          root(operand);
      case Expr.Call c when isNext(c) -> root(c.args().getFirst());
      case Expr.Step(var _, var _, Expr operand, var _) -> root(operand);
      case Expr.Cast(var _, Expr operand, var _) -> root(operand);
      default -> pointer;
    };
  }

  static boolean isNext(Expr expr) {
    return expr instanceof Expr.Call c
        && c.name().filter("sg_next"::equals).isPresent()
        && c.args().size() == 1;
  }

  /// The widest expression around `pointer` that still names an entry calculated from it.
  static Occurrence widest(Occurrence pointer) {
    Occurrence at = pointer;
    while (true) {
      Expr inner = at.expr();
      Optional<Occurrence> parent = at.parent();
      if (parent.isEmpty()) {
        return at;
      }
      boolean goesOn =
          switch (parent.get().expr()) {
            case Expr.Binary(BinaryOperator o, Expr left, Expr _, var _) ->
                left.equals(inner)
                    && (o == BinaryOperator.ADD || o == BinaryOperator.SUBTRACT)
                    && isPointer(parent.get().expr(), at.in());
            case Expr.Index(Expr base, Expr _, var _) -> base.equals(inner);
            case Expr.Unary(UnaryOperator o, Expr _, var _) ->
                o == UnaryOperator.DEREFERENCE
                    || (o == UnaryOperator.ADDRESS_OF && inner instanceof Expr.Index);
            case Expr.Call c -> isNext(c);
            default -> false;
          };
      if (!goesOn) {
        return at;
      }
      at = parent.get();
    }
  }

  /// The read of the DMA side that an entry is used for.
  static Optional<Cursor.Read> read(Occurrence entry) {
    Optional<Occurrence> parent = entry.parent();
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    return switch (parent.get().expr()) {
      case Expr.Call c when c.name().filter(ACCESSORS::contains).isPresent() ->
          Optional.of(
              new Cursor.Read(
                  parent.get(),
                  entry.expr(),
                  c.name().filter("sg_dma_address"::equals).isPresent()));
      case Expr.Member(Expr _, var _, String field, var _, var _) when OUT_SIDE.contains(field) ->
          Optional.of(new Cursor.Read(parent.get(), entry.expr(), field.equals("dma_address")));
      default -> Optional.empty();
    };
  }

  /// Whether an entry's page, offset or length is used where it stands.
  static boolean isCpuRead(Occurrence entry) {
    return entry
        .parent()
        .filter(p -> p.expr() instanceof Expr.Member m && IN_SIDE.contains(m.field()))
        .isPresent();
  }

  /// `NULL` or `0`.
  static boolean isNull(Expr expr) {
    return (expr instanceof Expr.Name(String id, var _) && id.equals("NULL"))
        || (expr instanceof Expr.NumberLiteral(String text, var _) && text.equals("0"));
  }
}
