// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

/// A rewrite while it is being written: edits are added in any order, in any number of files.
public final class Draft {

  private final Map<String, List<Edit>> edits = new TreeMap<>();
  private final Map<String, SourceText> texts = new HashMap<>();

  /// Puts `text` in the place of `span`.
  public void replace(SourceFile file, Span span, String text) {
    if (!file.text(span).equals(text)) {
      texts.computeIfAbsent(file.path(), _ -> new SourceText(file.text()));
      add(file, new Edit(span, text));
    }
  }

  /// Puts `text` before the byte at `offset`, after what was put there before.
  public void insert(SourceFile file, int offset, String text) {
    List<Edit> here = edits.computeIfAbsent(file.path(), _ -> new ArrayList<>());
    Span span = new Span(offset, offset);
    for (int i = 0; i < here.size(); i++) {
      if (here.get(i).span().equals(span)) {
        here.set(i, new Edit(span, here.get(i).text() + text));
        return;
      }
    }
    here.add(new Edit(span, text));
  }

  /// Puts `text` before the byte at `offset`, unless it was put there before.
  public void insertOnce(SourceFile file, int offset, String text) {
    boolean there =
        edits.getOrDefault(file.path(), List.of()).stream()
            .anyMatch(e -> e.span().equals(new Span(offset, offset)) && e.text().contains(text));
    if (!there) {
      insert(file, offset, text);
    }
  }

  /// Takes a statement or declaration away. Lines that held nothing else go with it, and one of two
  /// blank lines that would meet.
  public void remove(SourceFile file, Span span) {
    SourceText text = new SourceText(file.text());
    if (!text.aloneOnItsLines(span)) {
      add(file, Edit.delete(span));
      return;
    }
    Span lines = text.lines(span);
    boolean filled =
        edits.getOrDefault(file.path(), List.of()).stream()
            .anyMatch(e -> e.span().equals(new Span(lines.start(), lines.start())));
    if (filled) {
      add(file, Edit.delete(lines));
      return;
    }
    boolean blankBefore = lines.start() > 0 && blank(text, lines.start() - 1);
    boolean opensBlock = lines.start() > 0 && endsWith(text, lines.start() - 1, '{');
    boolean blankAfter = lines.end() < file.length() && blank(text, lines.end());
    int end = (blankBefore || opensBlock) && blankAfter ? text.lineAfter(lines.end()) : lines.end();
    add(file, Edit.delete(new Span(lines.start(), end)));
  }

  private static boolean blank(SourceText text, int offset) {
    return text.text().substring(text.lineStart(offset), text.lineAfter(offset)).isBlank();
  }

  private static boolean endsWith(SourceText text, int offset, char c) {
    String line = text.text().substring(text.lineStart(offset), text.lineAfter(offset));
    return line.strip().endsWith(String.valueOf(c));
  }

  /// Adds what another draft holds; an edit that both have is made once.
  public void addAll(Draft other) {
    texts.putAll(other.texts);
    other.edits.forEach((path, list) -> list.forEach(e -> add(path, e)));
  }

  private void add(SourceFile file, Edit edit) {
    add(file.path(), edit);
  }

  private void add(String path, Edit edit) {
    List<Edit> here = edits.computeIfAbsent(path, _ -> new ArrayList<>());
    if (!here.contains(edit)) {
      here.add(edit);
    }
  }

  /// The edits by file. Throws when two overlap.
  public List<FileEdits> files() {
    return edits.entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .map(e -> new FileEdits(e.getKey(), formatted(e.getKey(), e.getValue())))
        .toList();
  }

  private List<Edit> formatted(String path, List<Edit> made) {
    return Optional.ofNullable(texts.get(path))
        .map(text -> withBreaks(text, withTabs(text, made)))
        .orElse(made);
  }

  private static List<Edit> withBreaks(SourceText text, List<Edit> made) {
    List<Edit> all = new ArrayList<>(made);
    for (Edit edit : made) {
      LongAssignment.breakOf(text, edit.span().start(), made)
          .filter(e -> !all.contains(e))
          .ifPresent(all::add);
    }
    return all;
  }

  /// A line that was indented by blanks and is changed is indented by tabs from then on.
  private static List<Edit> withTabs(SourceText text, List<Edit> made) {
    List<Edit> all = new ArrayList<>(made);
    for (Edit edit : made) {
      if (edit.span().length() > 0 && !edit.text().isEmpty()) {
        tabs(text, edit.span().start())
            .filter(tabs -> all.stream().noneMatch(e -> e.touches(tabs.span())))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<Edit> tabs(SourceText text, int offset) {
    int start = text.lineStart(offset);
    String line = text.text().substring(start, offset);
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    int width = text.column(start + indent.length());
    return indent.contains(" ".repeat(8))
        ? Optional.of(new Edit(new Span(start, start + indent.length()), SourceText.reach(width)))
        : Optional.empty();
  }
}
