// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.mask.MaskedText;
import org.sgdiet.analyzer.mask.Masking;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

/// Reads any bytes of a file as the inside of a function: the body of a macro, the operand of
/// `typeof`.
final class Fragments {

  private Fragments() {}

  /// The statements in `span`; a last one without `;` is complete.
  static Stmt.Block statements(SourceFile file, Span span) {
    MaskedText masked = Masking.maskFragment(file, span);
    Optional<String> refusal = ItemParser.refusal(masked, Slice.Kind.FUNCTION);
    if (refusal.isPresent()) {
      return new Stmt.Block(List.of(new Stmt.Unread(refusal.get(), span)), span);
    }
    Optional<FlatTree> tree = FlatTree.read(masked.parsed(), ItemParser.LIMIT_MILLIS);
    if (tree.isEmpty()) {
      return new Stmt.Block(List.of(new Stmt.Unread(ItemParser.TOO_SLOW, span)), span);
    }
    int function = tree.get().namedChild(0);
    int body = function == FlatTree.NONE ? function : tree.get().child(function, Kinds.Field.BODY);
    if (body == FlatTree.NONE) {
      return new Stmt.Block(List.of(new Stmt.Unread("cannot read these statements", span)), span);
    }
    TreeText treeText = new TreeText(tree.get(), file, masked.restorations());
    List<Stmt> statements =
        new TreeReader(treeText)
            .stmts().block(body).body().stream()
                .filter(stmt -> !(stmt instanceof Stmt.Empty))
                .toList();
    return new Stmt.Block(statements, span);
  }

  /// The expression in `span`.
  static Expr expression(SourceFile file, Span span) {
    List<Stmt> statements = statements(file, span).body();
    return statements.size() == 1
            && statements.getFirst() instanceof Stmt.Expression(Expr e, Span _)
        ? e
        : new Expr.Unread("cannot read this expression", span);
  }
}
