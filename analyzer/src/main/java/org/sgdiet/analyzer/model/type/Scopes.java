// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// The scopes of one function: which locals are visible at a byte of its body.
public final class Scopes {

  private record Range(Stmt.Declarator declarator, int from, int to) {}

  private final FileModel names;
  private final Scope parameters;
  private final List<Range> ranges = new ArrayList<>();

  private Scopes(FileModel names, Scope parameters) {
    this.names = names;
    this.parameters = parameters;
  }

  /// The scopes of `function`, whose file `names` looks from.
  public static Scopes of(Item.Function function, FileModel names) {
    Scope scope = Scope.EMPTY;
    for (TypeSyntax.Parameter p : function.parameters()) {
      if (p.name().isPresent()) {
        scope =
            scope.with(
                new Scope.Local(
                    p.name().get(),
                    names.type(p.type(), scope).decayed(),
                    Optional.empty(),
                    p.span().start()));
      }
    }
    Scopes scopes = new Scopes(names, scope);
    scopes.collect(function.body(), function.body().span().end());
    return scopes;
  }

  /// What is visible at `offset`, a byte of the function's file.
  public Scope at(int offset) {
    Scope scope = parameters;
    for (Range range : ranges) {
      if (range.from <= offset && offset < range.to) {
        scope = scope.with(local(names, scope, range.declarator));
      }
    }
    return scope;
  }

  /// `scope` with the names that `declaration` declares.
  public static Scope declared(FileModel names, Scope scope, Stmt.Declaration declaration) {
    Scope inner = scope;
    for (Stmt.Declarator d : declaration.declarators()) {
      inner = inner.with(local(names, inner, d));
    }
    return inner;
  }

  private static Scope.Local local(FileModel names, Scope scope, Stmt.Declarator d) {
    CType type =
        d.type() instanceof TypeSyntax.Named(String name)
                && (name.equals("auto") || name.equals("__auto_type"))
                && d.init().isPresent()
            ? names.typeOf(d.init().get(), scope).decayed()
            : names.type(d.type(), scope);
    return new Scope.Local(d.name(), type, d.init(), d.nameSpan().start());
  }

  private void collect(Stmt stmt, int blockEnd) {
    switch (stmt) {
      case Stmt.Block(List<Stmt> body, var span) -> body.forEach(s -> collect(s, span.end()));
      case Stmt.Declaration(var declarators, var _) ->
          declarators.forEach(d -> ranges.add(new Range(d, d.nameSpan().end(), blockEnd)));
      case Stmt.If(var _, Stmt then, var otherwise, var _) -> {
        collect(then, blockEnd);
        otherwise.ifPresent(s -> collect(s, blockEnd));
      }
      case Stmt.While(var _, Stmt body, var span) -> collect(body, span.end());
      case Stmt.DoWhile(Stmt body, var _, var span) -> collect(body, span.end());
      case Stmt.For(var init, var _, var _, Stmt body, var span) -> {
        init.ifPresent(s -> collect(s, span.end()));
        collect(body, span.end());
      }
      case Stmt.Each(var _, var _, Stmt body, var _, var span) -> collect(body, span.end());
      case Stmt.Scoped(var _, var _, Stmt body, var _, var span) -> collect(body, span.end());
      case Stmt.Switch(var _, Stmt body, var span) -> collect(body, span.end());
      case Stmt.Expression _,
          Stmt.Case _,
          Stmt.Default _,
          Stmt.Label _,
          Stmt.Goto _,
          Stmt.Guard _,
          Stmt.Return _,
          Stmt.Break _,
          Stmt.Continue _,
          Stmt.Empty _,
          Stmt.Unread _ -> {}
    }
  }
}
