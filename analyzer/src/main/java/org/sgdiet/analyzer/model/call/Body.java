// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// A function with everything in its body laid out flat, in source order. Confined to one thread.
public final class Body {

  private final SourceFile file;
  private final Item.Function function;
  private final List<Expr.Call> calls = new ArrayList<>();
  private final List<Expr> reads = new ArrayList<>();
  private final List<Definition> definitions = new ArrayList<>();
  private final Map<String, List<Definition>> byName = new HashMap<>();
  private final List<Stmt> statements = new ArrayList<>();
  private final List<Span> loops = new ArrayList<>();
  private final Map<String, TypeSyntax> locals = new HashMap<>();
  private final Map<Span, String> texts = new HashMap<>();
  private final List<Expr> returned = new ArrayList<>();

  Body(SourceFile file, Item.Function function) {
    this.file = file;
    this.function = function;
    function.parameters().forEach(p -> p.name().ifPresent(n -> locals.put(n, p.type())));
    new BodyReader(this).read(function.body());
  }

  /// The file the function stands in.
  public SourceFile file() {
    return file;
  }

  /// The function as it was parsed.
  public Item.Function function() {
    return function;
  }

  /// The function's name.
  public String name() {
    return function.name();
  }

  /// Every call, outer before inner, loop macros not among them.
  public List<Expr.Call> calls() {
    return calls;
  }

  /// Every expression of the body, outer before inner.
  public List<Expr> expressions() {
    return reads;
  }

  /// Every definition, in source order.
  public List<Definition> definitions() {
    return definitions;
  }

  /// The definitions of a local or parameter itself, in source order.
  public List<Definition> definitions(String name) {
    return byName.computeIfAbsent(
        name,
        n ->
            definitions.stream()
                .filter(d -> d.target() instanceof Expr.Name(String id, _) && id.equals(n))
                .toList());
  }

  /// Every statement, outer before inner.
  public List<Stmt> statements() {
    return statements;
  }

  /// The returned expressions.
  public List<Expr> returned() {
    return returned;
  }

  /// The type a parameter or local was declared with; of two locals of one name, the last.
  public Optional<TypeSyntax> typeOf(String name) {
    return Optional.ofNullable(locals.get(name));
  }

  /// Position of a parameter, 0-based.
  public OptionalInt parameter(String name) {
    for (int i = 0; i < function.parameters().size(); i++) {
      if (function.parameters().get(i).name().filter(name::equals).isPresent()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /// Whether `name` is a parameter or local.
  public boolean declares(String name) {
    return locals.containsKey(name);
  }

  /// Whether the byte at `offset` stands in a loop, its head included.
  public boolean inLoop(int offset) {
    return loops.stream().anyMatch(l -> l.contains(offset));
  }

  /// Every loop, its head included.
  public List<Span> loops() {
    return loops;
  }

  /// The innermost loop around the byte at `offset`.
  public Optional<Span> loopAround(int offset) {
    Optional<Span> best = Optional.empty();
    for (Span loop : loops) {
      if (loop.contains(offset) && best.map(b -> b.length() > loop.length()).orElse(true)) {
        best = Optional.of(loop);
      }
    }
    return best;
  }

  /// Whether two places are in the two branches of one `if`.
  public boolean areApart(Span a, Span b) {
    return statements.stream()
        .anyMatch(s ->
            s instanceof Stmt.If(_, Stmt then, Optional<Stmt> otherwise, _)
                && otherwise
                    .map(Stmt::span)
                    .filter(o ->
                        (then.span().contains(a) && o.contains(b))
                            || (then.span().contains(b) && o.contains(a)))
                    .isPresent());
  }

  /// An expression as it is written, without white space; a member that a macro names, as
  /// `dma_unmap_addr(buf, dma)` does, as if it were written `buf->dma`.
  public String text(Expr expr) {
    return switch (expr) {
      case Expr.Member m when m.fieldSpan().end() != m.span().end() ->
          text(m.base()) + "->" + m.field();
      case Expr.Index(Expr.Member m, Expr index, Span span) when span.equals(m.span()) ->
          text(m) + "[" + text(index) + "]";
      default -> written(expr);
    };
  }

  /// An expression as a message shows it: as it is written, on one line.
  public String shown(Expr expr) {
    return file.text(expr.span()).replaceAll("\\s+", " ");
  }

  private String written(Expr expr) {
    return texts.computeIfAbsent(expr.span(), file::dense);
  }

  /// The line of a byte, 1-based.
  public int line(int offset) {
    return file.line(offset);
  }

  void add(Expr expr) {
    reads.add(expr);
    if (expr instanceof Expr.Call call) {
      calls.add(call);
    }
  }

  void add(Stmt stmt) {
    statements.add(stmt);
  }

  void add(Definition definition) {
    definitions.add(definition);
  }

  void addLoop(Span span) {
    loops.add(span);
  }

  void addReturned(Expr value) {
    returned.add(value);
  }

  void declare(String name, TypeSyntax type) {
    locals.put(name, type);
  }

  @Override
  public String toString() {
    return file.path() + ":" + name();
  }
}
