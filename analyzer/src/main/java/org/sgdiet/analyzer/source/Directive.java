// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

/// A preprocessor line.
///
/// @param kind what it does
/// @param span from `#` to the byte before the line's end, continuation lines included
public record Directive(Kind kind, Span span) {

  /// What a preprocessor line does to the lines after it.
  public enum Kind {
    IF,
    IFDEF,
    IFNDEF,
    ELIF,
    ELSE,
    ENDIF,
    DEFINE,
    INCLUDE,
    OTHER;

    /// Whether it opens a conditional group.
    public boolean opens() {
      return this == IF || this == IFDEF || this == IFNDEF;
    }

    /// Whether it starts another branch of the group it stands in.
    public boolean alternates() {
      return this == ELIF || this == ELSE;
    }

    static Kind of(String word) {
      return switch (word) {
        case "if" -> IF;
        case "ifdef" -> IFDEF;
        case "ifndef" -> IFNDEF;
        case "elif", "elifdef", "elifndef" -> ELIF;
        case "else" -> ELSE;
        case "endif" -> ENDIF;
        case "define" -> DEFINE;
        case "include" -> INCLUDE;
        default -> OTHER;
      };
    }
  }
}
