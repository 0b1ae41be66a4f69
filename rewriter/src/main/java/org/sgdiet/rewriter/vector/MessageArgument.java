// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;

/// A value that a message tells, with the words of the format that are there for it: ` off=%d`.
///
/// @param value the argument
/// @param words of the format
/// @param argument from the end of the argument before to the end of this one
record MessageArgument(Occurrence value, Span words, Span argument) {

  private static final Pattern CONVERSION =
      Pattern.compile("%(?:%|[-+ #0]*\\d*(?:\\.\\d+)?(?:hh|h|ll|l|L|z|t|j)?[a-zA-Z])");
  private static final Pattern LABEL = Pattern.compile(",? [A-Za-z_]+[=:]\\z");

  /// The argument that `value` is, when the message reads well without it.
  static Optional<MessageArgument> of(Occurrence value) {
    Optional<Occurrence.Argument> place = value.argument();
    if (place.isEmpty()) {
      return Optional.empty();
    }
    List<Expr> args = place.get().call().args();
    int format = 0;
    while (format < args.size() && !(args.get(format) instanceof Expr.StringLiteral)) {
      format++;
    }
    int index = place.get().index();
    if (format >= index) {
      return Optional.empty();
    }
    Span before = args.get(index - 1).span();
    Span argument = new Span(before.end(), value.span().end());
    return words(
            (Expr.StringLiteral) args.get(format), index - format - 1, args.size() - format - 1)
        .map(words -> new MessageArgument(value, words, argument));
  }

  /// The label and the conversion of argument `index` of `count`.
  private static Optional<Span> words(Expr.StringLiteral format, int index, int count) {
    String text = format.text();
    List<Span> conversions = new ArrayList<>();
    Matcher m = CONVERSION.matcher(text);
    while (m.find()) {
      if (!m.group().equals("%%")) {
        conversions.add(new Span(m.start(), m.end()));
      }
    }
    boolean odd = text.contains("*") || text.contains("\n");
    if (odd || conversions.size() != count) {
      return Optional.empty();
    }
    Span conversion = conversions.get(index);
    Matcher label = LABEL.matcher(text.substring(0, conversion.start()));
    boolean ends = " ),;\\\"".indexOf(text.charAt(conversion.end())) >= 0;
    return label.find() && ends
        ? Optional.of(
            new Span(
                format.span().start() + label.start(), format.span().start() + conversion.end()))
        : Optional.empty();
  }

  /// Takes the value and its words out of the message.
  void remove(Draft draft) {
    draft.replace(value.in().file(), words, "");
    draft.replace(value.in().file(), argument, "");
  }
}
