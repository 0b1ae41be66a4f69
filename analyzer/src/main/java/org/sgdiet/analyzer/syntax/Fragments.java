// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.mask.MaskedText;
import org.sgdiet.analyzer.mask.Masking;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

/// Reads any bytes of a file as the inside of a function: the body of a macro, the operand of
/// `typeof`.
final class Fragments {

  private static final byte[] BEFORE = "void f(void){".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] AFTER = "\n;}".getBytes(StandardCharsets.ISO_8859_1);

  private Fragments() {}

  /// The statements in `span`; a last one without `;` is complete.
  static Stmt.Block statements(SourceFile file, Span span) {
    MaskedText masked = Masking.maskFragment(file, span);
    Optional<String> refusal = ItemParser.refusal(masked);
    if (refusal.isPresent()) {
      return new Stmt.Block(List.of(new Stmt.Unread(refusal.get(), span)), span);
    }
    byte[] text = new byte[BEFORE.length + masked.code().length + AFTER.length];
    System.arraycopy(BEFORE, 0, text, 0, BEFORE.length);
    System.arraycopy(masked.code(), 0, text, BEFORE.length, masked.code().length);
    System.arraycopy(AFTER, 0, text, text.length - AFTER.length, AFTER.length);
    Optional<FlatTree> tree = FlatTree.parse(text, ItemParser.LIMIT_MILLIS);
    if (tree.isEmpty()) {
      return new Stmt.Block(List.of(new Stmt.Unread(ItemParser.TOO_SLOW, span)), span);
    }
    int function = tree.get().namedChild(0);
    int body = function == FlatTree.NONE ? function : tree.get().child(function, Kinds.Field.BODY);
    if (body == FlatTree.NONE) {
      return new Stmt.Block(List.of(new Stmt.Unread("cannot read these statements", span)), span);
    }
    TreeText treeText =
        new TreeText(tree.get(), file, span.start() - BEFORE.length, masked.restorations());
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
