// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// Exchanges a member of a struct for others, keeping the columns in which the struct lines up its
/// names and the member's line in the struct's kernel-doc comment.
public final class StructMembers {

  private final Item.Struct struct;
  private final SourceFile file;
  private final SourceText text;

  /// The members of `struct`, which stands in `file`.
  public StructMembers(Item.Struct struct, SourceFile file) {
    this.struct = struct;
    this.file = file;
    this.text = new SourceText(file.text());
  }

  /// A member to be written.
  ///
  /// @param doc what a kernel-doc comment says about it
  public record Member(String type, String name, String doc) {}

  /// Whether the struct has a member called `name`.
  public boolean has(String name) {
    return struct.fields().stream().anyMatch(f -> f.name().filter(name::equals).isPresent());
  }

  /// Puts `added` in the place of the member `old`.
  public void replace(Item.Field old, List<Member> added, Draft draft) {
    boolean shared =
        struct.fields().stream().anyMatch(f -> !f.equals(old) && f.span().equals(old.span()));
    String indent = text.indent(old.span().start());
    int column = nameColumn(old);
    List<String> lines = new ArrayList<>();
    for (Member m : added) {
      lines.add(m.type() + gap(indent, m.type(), column) + m.name() + ";");
    }
    if (shared) {
      draft.insert(
          file,
          text.lineStart(old.span().start()),
          indent + String.join("\n" + indent, lines) + "\n");
      dropDeclarator(old, draft);
    } else {
      draft.replace(file, old.span(), String.join("\n" + indent, lines));
    }
    document(old, added, draft);
  }

  /// Declares `added` behind the member `before`.
  public void add(Item.Field before, Member added, Draft draft) {
    String indent = text.indent(before.span().start());
    String line = added.type() + gap(indent, added.type(), nameColumn(before)) + added.name() + ";";
    draft.insert(file, text.lineAfter(before.span().end()), indent + line + "\n");
    documentation(before)
        .ifPresent(at ->
            draft.insert(
                file,
                text.lineAfter(at.end()),
                at.lead() + "@" + added.name() + ": " + added.doc() + "\n"));
  }

  private record Doc(String lead, int end) {}

  /// The member's line in the struct's kernel-doc comment.
  private Optional<Doc> documentation(Item.Field field) {
    String before = text.text().substring(0, struct.span().start()).stripTrailing();
    int open = before.lastIndexOf("/*");
    Matcher line =
        Pattern.compile(
                "(?m)^([ \\t]*\\*[ \\t]*)@"
                    + field.name().orElse("")
                    + ":(?:[^\\n]*)(?:\\n[ \\t]*\\*[ \\t]{2,}[^@\\n][^\\n]*)*")
            .matcher(before);
    return before.endsWith("*/") && open >= 0 && line.find(open)
        ? Optional.of(new Doc(line.group(1), line.end() - 1))
        : Optional.empty();
  }

  private void dropDeclarator(Item.Field old, Draft draft) {
    String written = text.at(old.span());
    Matcher first = Pattern.compile("\\b" + old.name().orElse("") + "\\s*,\\s*").matcher(written);
    Matcher later = Pattern.compile("\\s*,\\s*" + old.name().orElse("") + "\\b").matcher(written);
    int base = old.span().start();
    if (first.find()) {
      draft.replace(file, new Span(base + first.start(), base + first.end()), "");
    } else if (later.find()) {
      draft.replace(file, new Span(base + later.start(), base + later.end()), "");
    }
  }

  /// Column of the member's name when tabs stand before it, else -1.
  private int nameColumn(Item.Field old) {
    Item.Field first =
        struct.fields().stream().filter(f -> f.span().equals(old.span())).findFirst().orElse(old);
    int at = first.nameSpan().start();
    if (text.text().charAt(at - 1) == '*') {
      at--;
    }
    return text.text().charAt(at - 1) == '\t' ? text.column(at) : -1;
  }

  private static String gap(String indent, String type, int column) {
    if (column < 0) {
      return " ";
    }
    int at = (indent + type).chars().reduce(0, (w, c) -> c == '\t' ? (w / 8 + 1) * 8 : w + 1);
    StringBuilder tabs = new StringBuilder();
    while (at < column) {
      tabs.append('\t');
      at = (at / SourceText.TAB + 1) * SourceText.TAB;
    }
    return tabs.isEmpty() ? " " : tabs.toString();
  }

  private void document(Item.Field old, List<Member> added, Draft draft) {
    String before = text.text().substring(0, struct.span().start()).stripTrailing();
    if (!before.endsWith("*/")) {
      return;
    }
    int open = before.lastIndexOf("/*");
    Matcher line =
        Pattern.compile(
                "(?m)^([ \\t]*\\*[ \\t]*)@"
                    + old.name().orElse("")
                    + ":(?:[^\\n]*)(?:\\n[ \\t]*\\*[ \\t]{2,}[^@\\n][^\\n]*)*")
            .matcher(before);
    if (open >= 0 && line.find(open)) {
      String lead = line.group(1);
      String docs =
          String.join(
              "\n", added.stream().map(m -> lead + "@" + m.name() + ": " + m.doc()).toList());
      boolean carriageReturn = line.group().endsWith("\r");
      draft.replace(file, new Span(line.start(), line.end() - (carriageReturn ? 1 : 0)), docs);
    }
  }

  /// The field called `name`.
  public java.util.Optional<Item.Field> field(String name) {
    return struct.fields().stream()
        .filter(f -> f.name().filter(name::equals).isPresent())
        .findFirst();
  }

  /// Every name of the struct's members.
  public List<String> names() {
    return Arrays.asList(
        struct.fields().stream().flatMap(f -> f.name().stream()).toArray(String[]::new));
  }
}
