// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.syntax.Expr;

/// A size as a function writes it, as far as that means the same in every function of a driver: a
/// number, a macro, the length of a socket buffer.
///
/// @param text without white space
record SizeWords(Kind kind, String text) {
  private static final Pattern SKB_LENGTH = Pattern.compile("(.*(->|\\.))?\\w*skb->len");
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|[0-9]+");
  private static final Pattern SKB_HEAD = Pattern.compile("skb_headlen\\(.*\\)");

  private static final int DEEPEST = 3;

  /// A size that cannot be compared.
  static final SizeWords UNKNOWN = new SizeWords(Kind.OTHER, "");

  /// What a size is.
  enum Kind {
    NUMBER,
    MACRO,
    SKB_LENGTH,
    SKB_HEAD,
    OTHER
  }

  static SizeWords of(DriverFacts facts, FoundCall in, Expr size) {
    return of(facts, in, size, 0);
  }

  private static SizeWords of(DriverFacts facts, FoundCall in, Expr size, int depth) {
    if (depth < DEEPEST && size instanceof Expr.Name name && in.body().declares(name.id())) {
      Reaching held = Reaching.at(in.body(), name.id(), name.span().start());
      Optional<Expr> value =
          held.entry() || held.definitions().size() != 1
              ? Optional.empty()
              : held.definitions().getFirst().value();
      if (value.isPresent()) {
        return of(facts, in, value.get(), depth + 1);
      }
    }
    String text = in.body().text(size);
    Kind kind = kind(in, size, text);
    if (kind != Kind.MACRO) {
      return new SizeWords(kind, text);
    }
    String value = facts.flow().driver().macro(text, in.body().file().path());
    return new SizeWords(NUMBER.matcher(value).matches() ? Kind.NUMBER : Kind.MACRO, value);
  }

  private static Kind kind(FoundCall in, Expr size, String text) {
    if (size instanceof Expr.NumberLiteral) {
      return Kind.NUMBER;
    }
    if (size instanceof Expr.Name name && Expressions.isMacro(in.body(), name)) {
      return Kind.MACRO;
    }
    if (SKB_HEAD.matcher(text).matches()) {
      return Kind.SKB_HEAD;
    }
    return SKB_LENGTH.matcher(text).matches() ? Kind.SKB_LENGTH : Kind.OTHER;
  }

  /// Whether it can be held against another.
  boolean isKnown() {
    return kind != Kind.OTHER;
  }

  boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /// Whether both are known and are not one size under two names: a number may be a macro's.
  boolean differsFrom(SizeWords other) {
    return switch (kind) {
      case NUMBER, MACRO ->
          other.isSkb() || (kind == other.kind && !text.equalsIgnoreCase(other.text));
      case SKB_LENGTH, SKB_HEAD -> other.kind != Kind.OTHER && kind != other.kind;
      case OTHER -> false;
    };
  }

  private boolean isSkb() {
    return kind == Kind.SKB_LENGTH || kind == Kind.SKB_HEAD;
  }
}
