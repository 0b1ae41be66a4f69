// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.StrippedText;
import org.sgdiet.analyzer.source.Words;

/// Reads `#define` lines.
final class MacroReader {

  private MacroReader() {}

  /// The macro whose `#define` covers `span`.
  static Item read(SourceFile file, Span span) {
    byte[] bytes = file.bytes();
    int name = nameStart(bytes, span);
    int nameEnd = wordEnd(bytes, name, span.end());
    if (name == nameEnd) {
      return new Item.Unread("macro without name", span);
    }
    Span body = bodySpan(file, span);
    Optional<List<String>> parameters =
        nameEnd < span.end() && bytes[nameEnd] == '('
            ? Optional.of(parameters(file.text(new Span(nameEnd + 1, body.start()))))
            : Optional.empty();
    return new Item.Macro(
        file.text(new Span(name, nameEnd)), parameters, StrippedText.plain(file, body), span);
  }

  /// `static DEF_SCSI_QCMD(f)`, which makes the function `f` out of `f_lck`.
  static Item queueCommand(SourceFile file, Span span) {
    String text = file.text(span);
    int open = text.indexOf('(');
    int close = text.indexOf(')', open);
    if (open < 0 || close < 0) {
      return new Item.Unread("cannot read this macro", span);
    }
    String name = text.substring(open + 1, close).strip();
    return new Item.Alias(name, name + "_lck", span);
  }

  /// The replacement text of the macro whose `#define` covers `span`.
  static Span bodySpan(SourceFile file, Span span) {
    byte[] bytes = file.bytes();
    int at = wordEnd(bytes, nameStart(bytes, span), span.end());
    if (at < span.end() && bytes[at] == '(') {
      while (at < span.end() && bytes[at] != ')') {
        at++;
      }
      at = Math.min(span.end(), at + 1);
    }
    return new Span(at, span.end());
  }

  private static int nameStart(byte[] bytes, Span span) {
    int at = span.start() + 1;
    while (at < span.end() && !Words.isWordByte(bytes[at])) {
      at++;
    }
    at = wordEnd(bytes, at, span.end());
    while (at < span.end() && !Words.isWordByte(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && Words.isWordByte(bytes[at])) {
      at++;
    }
    return at;
  }

  private static List<String> parameters(String list) {
    List<String> names = new ArrayList<>();
    int close = list.indexOf(')');
    String inside = close < 0 ? list : list.substring(0, close);
    for (String name : inside.replace("\\", " ").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return List.copyOf(names);
  }
}
