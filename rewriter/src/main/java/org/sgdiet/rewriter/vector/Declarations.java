// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.edit.Draft;

/// Declares a local cursor as a pointer to vectors.
final class Declarations {

  private static final Pattern TYPE = Pattern.compile("struct\\s+scatterlist\\b");

  private Declarations() {}

  /// @param changing every cursor that changes
  static void retype(Cursor c, List<Cursor> changing, Draft draft) {
    FunctionCode code = c.code;
    LocalDeclarations declarations = new LocalDeclarations(code);
    LocalDeclarations.Declared declared = declarations.find(c.variable.declaredAt()).orElseThrow();
    List<Stmt.Declarator> all = declared.declaration().declarators();
    boolean together =
        all.stream()
            .allMatch(d ->
                changing.stream()
                    .anyMatch(
                        x -> x.code == code && x.variable.declaredAt() == d.nameSpan().start()));
    boolean plain = declared.declarator().init().isEmpty();
    if (plain && !(together && all.size() > 1)) {
      declarations.replace(declared, List.of("struct dma_vec *" + c.name + ";"), draft);
      return;
    }
    if (together) {
      int start = declared.declaration().span().start();
      Matcher type = TYPE.matcher(code.text(declared.declaration().span()));
      if (declared.declarator().equals(all.getFirst()) && type.find()) {
        draft.replace(
            code.file(), new Span(start + type.start(), start + type.end()), "struct dma_vec");
      }
      draft.replace(code.file(), declared.declarator().nameSpan(), c.name);
    } else {
      throw new IllegalStateException("a cursor with an initialiser shares its declaration: " + c);
    }
  }
}
