// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;

/// Whether a pointer was declared to point to `const` data, which `sg_init_one()` takes and
/// `dma_map_single()` does not. Types have no qualifiers, so the declaration's text is asked.
final class Constness {

  private static final Pattern CONST_POINTEE =
      Pattern.compile("\\bconst\\b[^*]*\\*|\\w\\s+const\\s*\\*");

  private Constness() {}

  static boolean pointsToConst(Expr pointer, FunctionCode code) {
    return switch (pointer) {
      case Expr.Name name ->
          declaration(name, code).filter(t -> CONST_POINTEE.matcher(t).find()).isPresent();
      case Expr.Cast cast ->
          CONST_POINTEE
              .matcher(code.text(new Span(cast.span().start(), cast.operand().span().start())))
              .find();
      case Expr.Binary b -> pointsToConst(b.left(), code) || pointsToConst(b.right(), code);
      case Expr.Member m ->
          Entity.of(m, code).orElse(null) instanceof Entity.Field f
              && code.names()
                  .struct(f.kind(), f.tag())
                  .flatMap(s ->
                      s.item().fields().stream()
                          .filter(x -> x.name().filter(m.field()::equals).isPresent())
                          .findFirst())
                  .filter(x -> x.type() instanceof TypeSyntax.Pointer)
                  .isPresent()
              && memberText(f, code).filter(t -> CONST_POINTEE.matcher(t).find()).isPresent();
      default -> false;
    };
  }

  private static Optional<String> memberText(Entity.Field f, FunctionCode code) {
    return code.names()
        .struct(f.kind(), f.tag())
        .filter(s -> s.path().equals(code.file().path()))
        .flatMap(s ->
            s.item().fields().stream()
                .filter(x -> x.name().filter(f.name()::equals).isPresent())
                .findFirst()
                .map(x -> code.text(x.span())));
  }

  private static Optional<String> declaration(Expr.Name name, FunctionCode code) {
    return code.local(name)
        .flatMap(l ->
            new LocalDeclarations(code)
                .find(l.declaredAt())
                .map(LocalDeclarations.Declared::declaration)
                .map(Stmt::span)
                .or(() ->
                    code.function().parameters().stream()
                        .filter(p -> p.name().filter(name.id()::equals).isPresent())
                        .map(TypeSyntax.Parameter::span)
                        .findFirst()))
        .map(code::text);
  }
}
