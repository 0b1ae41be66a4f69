// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.model.type.Scopes;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;

/// One function: its expressions and statements in source order, each with what encloses it.
public final class FunctionCode {

  private final Item.Function function;
  private final FileModel names;
  private final SourceFile file;
  private final Scopes scopes;
  private final List<Occurrence> occurrences = new ArrayList<>();
  private final List<Stmt> statements = new ArrayList<>();
  private final IdentityHashMap<Stmt, Stmt> parents = new IdentityHashMap<>();

  /// The code of `function`, which stands in `file`, seen with the names of that file.
  public FunctionCode(Item.Function function, FileModel names, SourceFile file) {
    this.function = function;
    this.names = names;
    this.file = file;
    this.scopes = Scopes.of(function, names);
    collect(function.body());
  }

  private void collect(Stmt stmt) {
    statements.add(stmt);
    for (Expr expr : Children.exprsOf(stmt)) {
      collect(expr, List.of(), stmt);
    }
    for (Stmt child : Children.stmtsOf(stmt)) {
      parents.put(child, stmt);
      collect(child);
    }
  }

  private void collect(Expr expr, List<Expr> around, Stmt stmt) {
    occurrences.add(new Occurrence(expr, around, stmt, this));
    List<Expr> inner = new ArrayList<>(around);
    inner.addFirst(expr);
    for (Expr child : Children.of(expr)) {
      collect(child, inner, stmt);
    }
    if (expr instanceof Expr.StatementExpr(Stmt.Block body, Span _)) {
      parents.put(body, stmt);
      collect(body);
    }
  }

  /// The function.
  public Item.Function function() {
    return function;
  }

  /// Its name.
  public String name() {
    return function.name();
  }

  /// The file it stands in.
  public SourceFile file() {
    return file;
  }

  /// What names mean in its file.
  public FileModel names() {
    return names;
  }

  /// All expressions, outer before inner, in source order.
  public List<Occurrence> occurrences() {
    return occurrences;
  }

  /// All statements, outer before inner, in source order.
  public List<Stmt> statements() {
    return statements;
  }

  /// The statement directly around `stmt`.
  public Optional<Stmt> parent(Stmt stmt) {
    return Optional.ofNullable(parents.get(stmt));
  }

  /// All calls of functions and macros by name.
  public List<Occurrence> calls(String name) {
    return occurrences.stream()
        .filter(o -> o.expr() instanceof Expr.Call c && c.name().equals(Optional.of(name)))
        .toList();
  }

  /// The expression at exactly `span`.
  public Optional<Occurrence> at(Span span) {
    return occurrences.stream().filter(o -> o.span().equals(span)).findFirst();
  }

  /// The local or parameter that `name` means where it stands.
  public Optional<Scope.Local> local(Expr.Name name) {
    return scopes.at(name.span().start()).find(name.id());
  }

  /// The locals visible at a byte of the body.
  public Scope scope(int offset) {
    return scopes.at(offset);
  }

  /// The type of an expression of this function.
  public CType type(Expr expr) {
    return names.typeOf(expr, scopes.at(expr.span().start()));
  }

  /// The text of a range of the file, as written.
  public String text(Span span) {
    return file.text(span);
  }

  @Override
  public String toString() {
    return file.path() + ":" + function.name();
  }
}
