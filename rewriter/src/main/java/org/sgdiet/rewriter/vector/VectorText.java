// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;

/// What is written in the place of an entry, its address and its length, once vectors are walked.
final class VectorText {

  private static final Set<String> SAME_TYPE_WANTED = Set.of("min", "max", "clamp", "min3", "max3");

  private final Cursors cursors;
  private final MappedList list;

  VectorText(Cursors cursors, MappedList list) {
    this.cursors = cursors;
    this.list = list;
  }

  /// The name that a cursor has once it walks vectors.
  Optional<String> nameOf(Expr expr, FunctionCode code) {
    return cursors
        .of(expr, code)
        .flatMap(c -> Optional.of(c).filter(x -> x.changes).map(x -> x.name));
  }

  /// The vector's address or length.
  String read(Cursor.Read read, FunctionCode code) {
    String lvalue = lvalue(read.pointer(), code);
    if (read.address()) {
      return lvalue + "addr";
    }
    return (wantsUnsignedInt(read.whole()) ? "(unsigned int)" : "") + lvalue + "len";
  }

  /// The vector's address or length, whatever stands around it.
  String read(Expr entry, boolean address, FunctionCode code) {
    return lvalue(entry, code) + (address ? "addr" : "len");
  }

  private static boolean isMinOrMax(Expr.Call call) {
    return call.args().size() == 2
        && call.name().filter(n -> n.equals("min") || n.equals("max")).isPresent();
  }

  /// `min(a, sg_dma_len(sg))` says its type once one side is a `size_t`.
  static void sayType(Occurrence length, Draft draft) {
    for (Expr outer : length.around()) {
      if (outer instanceof Expr.Call call) {
        if (isMinOrMax(call)) {
          SourceFile file = length.in().file();
          draft.replace(file, call.callee().span(), call.name().orElseThrow() + "_t");
          draft.insertOnce(file, call.args().getFirst().span().start(), "unsigned int, ");
        }
        return;
      }
    }
  }

  /// Whether the length stands where its type shows: in a format or in `min()`.
  private static boolean wantsUnsignedInt(Occurrence length) {
    for (Expr outer : length.around()) {
      if (outer instanceof Expr.Call call) {
        return !isMinOrMax(call)
            && (call.name().filter(SAME_TYPE_WANTED::contains).isPresent()
                || call.args().stream().anyMatch(a -> a instanceof Expr.StringLiteral));
      }
    }
    return false;
  }

  /// The vector's lvalue and the operator behind it.
  private String lvalue(Expr entry, FunctionCode code) {
    return switch (entry) {
      case Expr.Unary(UnaryOperator o, Expr.Index(Expr base, Expr index, var _), var _)
          when o == UnaryOperator.ADDRESS_OF ->
          pointer(base, code) + "[" + code.text(index.span()) + "].";
      case Expr.Index(Expr base, Expr index, var _) ->
          pointer(base, code) + "[" + code.text(index.span()) + "].";
      case Expr.Binary(BinaryOperator o, Expr base, Expr index, var _)
          when o == BinaryOperator.ADD ->
          pointer(base, code) + "[" + code.text(index.span()) + "].";
      case Expr.Name _, Expr.Call _ ->
          Entries.isNext(entry) ? "(" + pointer(entry, code) + ")->" : pointer(entry, code) + "->";
      case Expr.Unary(UnaryOperator o, Expr inner, var _) when o == UnaryOperator.DEREFERENCE ->
          pointer(inner, code) + "->";
      default -> {
        String plain = pointer(entry, code);
        yield plain.matches("\\w[^ ]*") ? plain + "->" : "(" + plain + ")->";
      }
    };
  }

  /// The pointer to a vector in the place of the pointer to its entry.
  String pointer(Expr entry, FunctionCode code) {
    Optional<String> plain = nameOf(entry, code).or(() -> list.vectors(entry, code));
    if (plain.isPresent()) {
      return plain.get();
    }
    return switch (entry) {
      case Expr.Cast(var _, Expr operand, var _) -> pointer(operand, code);
      case Expr.Call c when Entries.isNext(c) -> pointer(c.args().getFirst(), code) + " + 1";
      case Expr.Binary(BinaryOperator o, Expr left, Expr right, var _) ->
          pointer(left, code) + " " + o.token() + " " + code.text(right.span());
      case Expr.Unary(UnaryOperator o, Expr.Index(Expr base, Expr index, var _), var _)
          when o == UnaryOperator.ADDRESS_OF ->
          "&" + pointer(base, code) + "[" + code.text(index.span()) + "]";
      case Expr.Index(Expr base, Expr index, var _) ->
          pointer(base, code) + "[" + code.text(index.span()) + "]";
      case Expr.Step(boolean increment, boolean prefix, Expr operand, var _) -> {
        String step = increment ? "++" : "--";
        yield prefix ? step + pointer(operand, code) : pointer(operand, code) + step;
      }
      default -> code.text(entry.span());
    };
  }
}
