// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Reads a short type as text, where masking hid it from the parser: `struct foo *`, `unsigned
/// long`, `u8[4]`.
final class WrittenType {

  private static final Pattern TOKEN =
      Pattern.compile("/\\*.*?\\*/|[A-Za-z_]\\w*|[*\\[\\]()]|\\d\\w*|\\S", Pattern.DOTALL);

  private static final Set<String> BASE =
      Set.of(
          "void",
          "char",
          "short",
          "int",
          "long",
          "float",
          "double",
          "signed",
          "unsigned",
          "bool",
          "_Bool",
          "__int128");

  private static final Set<String> QUALIFIERS =
      Set.of(
          "const",
          "volatile",
          "restrict",
          "__restrict",
          "__iomem",
          "__user",
          "__force",
          "__rcu",
          "__percpu",
          "__kernel",
          "__bitwise",
          "__private",
          "__safe");

  private WrittenType() {}

  /// The type in `span`, or [TypeSyntax.Unread].
  static TypeSyntax read(SourceFile file, Span span) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(file.text(span));
    while (matcher.find()) {
      if (!matcher.group().startsWith("/*") && !QUALIFIERS.contains(matcher.group())) {
        tokens.add(matcher.group());
      }
    }
    return read(tokens).orElseGet(() -> new TypeSyntax.Unread(span));
  }

  private static Optional<TypeSyntax> read(List<String> tokens) {
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    int at = 0;
    TypeSyntax type;
    Optional<TagKind> tag = tagKind(tokens.getFirst());
    if (tag.isPresent() && tokens.size() > 1) {
      type = new TypeSyntax.Tagged(tag.get(), tokens.get(1));
      at = 2;
    } else if (BASE.contains(tokens.getFirst())) {
      while (at < tokens.size() && BASE.contains(tokens.get(at))) {
        at++;
      }
      type = new TypeSyntax.Named(String.join(" ", tokens.subList(0, at)));
    } else if (Character.isLetter(tokens.getFirst().charAt(0))
        || tokens.getFirst().startsWith("_")) {
      type = new TypeSyntax.Named(tokens.getFirst());
      at = 1;
    } else {
      return Optional.empty();
    }
    return wrapped(tokens, at, type);
  }

  private static Optional<TypeSyntax> wrapped(List<String> tokens, int from, TypeSyntax base) {
    TypeSyntax type = base;
    int at = from;
    while (at < tokens.size() && tokens.get(at).equals("*")) {
      type = new TypeSyntax.Pointer(type);
      at++;
    }
    while (at + 1 < tokens.size() && tokens.get(at).equals("[")) {
      int close = tokens.subList(at, tokens.size()).indexOf("]");
      if (close < 0) {
        return Optional.empty();
      }
      type = new TypeSyntax.Array(type, Optional.empty());
      at += close + 1;
    }
    return at == tokens.size() ? Optional.of(type) : Optional.empty();
  }

  private static Optional<TagKind> tagKind(String word) {
    return switch (word) {
      case "struct" -> Optional.of(TagKind.STRUCT);
      case "union" -> Optional.of(TagKind.UNION);
      case "enum" -> Optional.of(TagKind.ENUM);
      default -> Optional.empty();
    };
  }
}
