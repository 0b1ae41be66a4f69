// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// Takes declarations of locals out of a function and puts new ones in, where the function's own
/// order (longest line first, if it has it) wants them.
public final class LocalDeclarations {

  private final FunctionCode code;
  private final SourceFile file;
  private final SourceText text;

  /// The declarations of `code`.
  public LocalDeclarations(FunctionCode code) {
    this.code = code;
    this.file = code.file();
    this.text = new SourceText(file.text());
  }

  /// A declarator and the declaration it is part of.
  public record Declared(Stmt.Declaration declaration, Stmt.Declarator declarator) {

    /// Whether the declaration declares nothing else.
    public boolean alone() {
      return declaration.declarators().size() == 1;
    }
  }

  /// The declaration of the local whose name starts at `declaredAt`.
  public Optional<Declared> find(int declaredAt) {
    for (Stmt stmt : code.statements()) {
      if (stmt instanceof Stmt.Declaration declaration) {
        for (Stmt.Declarator d : declaration.declarators()) {
          if (d.nameSpan().start() == declaredAt) {
            return Optional.of(new Declared(declaration, d));
          }
        }
      }
    }
    return Optional.empty();
  }

  /// Removes one declared name, with its whole line when it is alone there.
  public void remove(Declared declared, Draft draft) {
    if (declared.alone()) {
      draft.remove(file, declared.declaration().span());
      return;
    }
    List<Stmt.Declarator> all = declared.declaration().declarators();
    int i = all.indexOf(declared.declarator());
    Span span =
        i == 0
            ? new Span(all.get(0).span().start(), all.get(1).span().start())
            : new Span(all.get(i - 1).span().end(), all.get(i).span().end());
    draft.replace(file, span, "");
  }

  /// Removes several declared names, and the line of a declaration that declares nothing else.
  public void removeAll(List<Declared> all, Draft draft) {
    for (Declared d : all) {
      List<Stmt.Declarator> left = new ArrayList<>(d.declaration().declarators());
      all.stream()
          .filter(o -> o.declaration().equals(d.declaration()))
          .forEach(o -> left.remove(o.declarator()));
      if (left.isEmpty()) {
        draft.remove(file, d.declaration().span());
      } else {
        remove(d, draft);
      }
    }
  }

  /// Replaces the declaration of one name by the lines `added` (`dma_addr_t dma_addr;`).
  public void replace(Declared declared, List<String> added, Draft draft) {
    Stmt.Declaration old = declared.declaration();
    List<Stmt.Declaration> block = block(old);
    if (declared.alone() && added.size() == 1 && !sorted(block)) {
      draft.replace(file, old.span(), added.getFirst());
      return;
    }
    if (declared.alone() && added.size() == 1 && fitsInPlace(block, old, added.getFirst())) {
      draft.replace(file, old.span(), added.getFirst());
      return;
    }
    List<Stmt.Declaration> others = new ArrayList<>(block);
    if (declared.alone()) {
      others.remove(old);
    }
    remove(declared, draft);
    List<String> lines = new ArrayList<>(added);
    if (sorted(others)) {
      lines.sort(java.util.Comparator.comparingInt(String::length).reversed());
    }
    for (String line : lines) {
      insert(line, others, old, draft);
    }
  }

  /// Adds a declaration to those at the head of the function.
  public void add(String line, Draft draft) {
    List<Stmt.Declaration> block = head();
    if (block.isEmpty()) {
      int open = code.function().body().span().start() + 1;
      draft.insert(file, text.lineAfter(open), "\t" + line + "\n\n");
      return;
    }
    insert(line, block, block.getLast(), draft);
  }

  private void insert(
      String line, List<Stmt.Declaration> block, Stmt.Declaration where, Draft draft) {
    String written = text.indent(where.span().start()) + line + "\n";
    if (sorted(block)) {
      for (Stmt.Declaration d : block) {
        if (length(d) < line.length()) {
          draft.insert(file, text.lineStart(d.span().start()), written);
          return;
        }
      }
      draft.insert(file, text.lineAfter(block.getLast().span().end()), written);
      return;
    }
    draft.insert(file, text.lineStart(where.span().start()), written);
  }

  private boolean fitsInPlace(List<Stmt.Declaration> block, Stmt.Declaration old, String line) {
    int i = block.indexOf(old);
    boolean before = i == 0 || length(block.get(i - 1)) >= line.length();
    boolean after = i == block.size() - 1 || length(block.get(i + 1)) <= line.length();
    return before && after;
  }

  /// Whether the lines go from long to short, as networking and some other subsystems want them.
  private boolean sorted(List<Stmt.Declaration> block) {
    for (int i = 1; i < block.size(); i++) {
      if (length(block.get(i - 1)) < length(block.get(i))) {
        return false;
      }
    }
    return block.size() >= 3;
  }

  private int length(Stmt.Declaration d) {
    int end = text.text().indexOf('\n', d.span().start());
    return Math.min(d.span().end(), end < 0 ? d.span().end() : end) - d.span().start();
  }

  private List<Stmt.Declaration> head() {
    return leading(code.function().body());
  }

  private List<Stmt.Declaration> block(Stmt.Declaration d) {
    return code.parent(d)
        .filter(p -> p instanceof Stmt.Block)
        .map(p -> leading((Stmt.Block) p))
        .filter(l -> l.contains(d))
        .orElse(List.of(d));
  }

  private static List<Stmt.Declaration> leading(Stmt.Block block) {
    List<Stmt.Declaration> list = new ArrayList<>();
    for (Stmt s : block.body()) {
      if (!(s instanceof Stmt.Declaration d)) {
        break;
      }
      list.add(d);
    }
    return list;
  }
}
