// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// A list is there before it is mapped, its vectors are not: what looks the list up before the
/// mapping call has to move behind it.
final class LateLookup {

  private final Occurrence map;
  private final FunctionCode code;
  private final SourceText text;

  /// @param map the mapping call of the function
  LateLookup(Occurrence map) {
    this.map = map;
    this.code = map.in();
    this.text = new SourceText(code.file().text());
  }

  /// The values that a cursor of the function is given before the mapping.
  List<Occurrence> early(Cursor c) {
    return c.lookups.stream().filter(o -> o.span().end() <= map.span().start()).toList();
  }

  /// Why a lookup cannot be moved.
  Optional<Cursor.Obstacle> obstacle(Cursor c) {
    for (Occurrence lookup : early(c)) {
      boolean alone = lookup.statement() instanceof Stmt.Declaration || lookup.around().isEmpty();
      boolean used =
          c.mentions.stream()
              .anyMatch(m ->
                  m.span().start() > lookup.span().end() && m.span().start() < map.span().start());
      if (!alone || used || place(c).isEmpty() || early(c).size() > 1) {
        return Optional.of(
            new Cursor.Obstacle(
                lookup,
                false,
                "the list is looked up before it is mapped, and used in between: there are no"
                    + " vectors yet"));
      }
    }
    return Optional.empty();
  }

  /// Moves the lookup of `c`.
  ///
  /// @return the bytes that are gone
  List<Span> move(Cursor c, String vectors, Draft draft) {
    List<Span> gone = new ArrayList<>();
    for (Occurrence lookup : early(c)) {
      if (lookup.statement() instanceof Stmt.Declaration) {
        gone.add(lookup.span());
      } else {
        draft.remove(code.file(), lookup.statement().span());
        gone.add(lookup.statement().span());
      }
      if (!isRepeated(c)) {
        int at = place(c).orElseThrow();
        String indent = text.indent(mapStatement().orElseThrow().span().start());
        draft.insert(code.file(), at, indent + c.name + " = " + vectors + ";\n");
      }
    }
    return gone;
  }

  /// Whether the list is looked up again behind the mapping, whatever way leads on from there, and
  /// not used before.
  private boolean isRepeated(Cursor c) {
    return c.lookups.stream()
        .filter(again -> again.span().start() > map.span().end())
        .anyMatch(again ->
            code.parent(again.statement())
                    .filter(p -> p instanceof Stmt.Block && p.span().contains(map.span()))
                    .isPresent()
                && c.mentions.stream().noneMatch(m -> isBetween(m.span(), again.statement()))
                && !isPassedBy(c, again));
  }

  private boolean isBetween(Span span, Stmt statement) {
    return span.start() > map.span().end() && span.end() < statement.span().start();
  }

  /// Whether a jump may lead past a lookup to where the cursor is used.
  private boolean isPassedBy(Cursor c, Occurrence again) {
    Set<String> labels =
        code.statements().stream()
            .filter(s -> s instanceof Stmt.Goto && isBetween(s.span(), again.statement()))
            .map(s -> ((Stmt.Goto) s).label())
            .collect(Collectors.toSet());
    int first =
        code.statements().stream()
            .filter(s -> s instanceof Stmt.Label l && labels.contains(l.name()))
            .mapToInt(s -> s.span().start())
            .min()
            .orElse(Integer.MAX_VALUE);
    return c.mentions.stream().anyMatch(m -> m.span().start() > first);
  }

  /// Declares `c`, whose initialiser moves.
  static void declare(Cursor c, Draft draft) {
    LocalDeclarations declarations = new LocalDeclarations(c.code);
    declarations
        .find(c.variable.declaredAt())
        .ifPresent(d -> declarations.replace(d, List.of("struct dma_vec *" + c.name + ";"), draft));
  }

  private Optional<Stmt> mapStatement() {
    Stmt stmt = map.statement();
    return code.parent(stmt).filter(p -> p instanceof Stmt.Block).map(_ -> stmt);
  }

  /// Behind the mapping and its error test.
  private Optional<Integer> place(Cursor c) {
    Optional<Stmt> stmt = mapStatement();
    if (stmt.isEmpty() || stmt.get() instanceof Stmt.Declaration) {
      return Optional.empty();
    }
    Stmt last = stmt.get();
    if (last instanceof Stmt.Expression) {
      Optional<Stmt> test = next(last).filter(s -> isErrorTest(s, c));
      if (test.isPresent()) {
        last = test.get();
      }
    } else if (!isErrorTest(last, c)) {
      return Optional.empty();
    }
    return Optional.of(text.lineAfter(last.span().end()));
  }

  private static boolean isErrorTest(Stmt stmt, Cursor c) {
    return stmt instanceof Stmt.If branch
        && branch.otherwise().isEmpty()
        && c.mentions.stream().noneMatch(m -> stmt.span().contains(m.span()));
  }

  private Optional<Stmt> next(Stmt stmt) {
    if (code.parent(stmt).orElse(null) instanceof Stmt.Block block) {
      int i = block.body().indexOf(stmt);
      return i >= 0 && i + 1 < block.body().size()
          ? Optional.of(block.body().get(i + 1))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /// The list that a lookup names.
  static Expr list(Occurrence lookup) {
    return Entries.root(lookup.expr() instanceof Expr.Assign a ? a.value() : lookup.expr());
  }
}
