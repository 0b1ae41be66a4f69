// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A file without what C throws away first: comments and preprocessor lines are blank, the insides
/// of string and character literals are `x`, bytes outside ASCII are `_`. Every other byte, and
/// every newline, stands where it stood.
///
/// @param code as many bytes as the file
/// @param directives in file order, those in comments left out
@SuppressWarnings("ArrayRecordComponent")
public record StrippedText(byte[] code, List<Directive> directives) {

  /// Strips `file` in one pass.
  public static StrippedText of(SourceFile file) {
    Pass pass = new Pass(file.bytes(), true);
    pass.run();
    return new StrippedText(pass.out, List.copyOf(pass.directives));
  }

  /// The bytes of `span` alone, stripped like a file; `#` and `##` of a macro's body become blank
  /// and `_`.
  public static byte[] fragment(SourceFile file, Span span) {
    Pass pass = new Pass(Arrays.copyOfRange(file.bytes(), span.start(), span.end()), false);
    pass.run();
    return pass.out;
  }

  /// The bytes of `span` on one line: comments and line continuations blank, literals as they are.
  public static String plain(SourceFile file, Span span) {
    Pass pass = new Pass(Arrays.copyOfRange(file.bytes(), span.start(), span.end()), false);
    pass.run();
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < pass.out.length; i++) {
      byte original = file.bytes()[span.start() + i];
      boolean keep = pass.out[i] > ' ' || pass.quotes.get(i);
      plain.append(keep ? (char) (original & 0xff) : ' ');
    }
    return plain.toString().strip();
  }

  /// The one pass over the bytes; confined to [#of].
  private static final class Pass {
    /// Bytes that stay as they are, after which a line no longer starts.
    static final boolean[] PLAIN = new boolean[256];

    static {
      for (int b = ' '; b < 127; b++) {
        PLAIN[b] = "/\"'#\\".indexOf(b) < 0;
      }
    }

    final byte[] in;
    final byte[] out;
    final List<Directive> directives = new ArrayList<>();

    /// Where a `#` makes a string, which one in a comment does not.
    final BitSet quotes = new BitSet();

    final boolean wholeFile;
    int at;
    boolean lineStart = true;

    Pass(byte[] in, boolean wholeFile) {
      this.in = in;
      this.wholeFile = wholeFile;
      this.out = in.clone();
    }

    void run() {
      while (at < in.length) {
        byte b = in[at];
        switch (b) {
          case '\n' -> {
            lineStart = true;
            at++;
          }
          case ' ', '\t', '\r', '\f' -> at++;
          case '/' -> slash();
          case '"', '\'' -> {
            literal(b);
            lineStart = false;
          }
          case '#' -> {
            if (lineStart && wholeFile) {
              directive();
            } else {
              hash();
            }
          }
          case '\\' -> backslash();
          default -> {
            lineStart = false;
            plain(b);
          }
        }
      }
    }

    private void plain(byte b) {
      if (b < 0) {
        out[at] = '_';
      } else if (b < ' ') {
        out[at] = ' ';
      }
      at++;
      while (at < in.length && PLAIN[in[at] & 0xff]) {
        at++;
      }
    }

    /// A comment, or a division.
    private void slash() {
      int end = commentEnd(at);
      if (end == at) {
        lineStart = false;
        at++;
      } else {
        blank(at, end);
        at = end;
      }
    }

    /// The end of the comment that starts at `from`, or `from` when none does. The newline after a
    /// line comment is outside of it.
    private int commentEnd(int from) {
      if (from + 1 >= in.length) {
        return from;
      }
      if (in[from + 1] == '*') {
        int i = from + 2;
        while (i + 1 < in.length && !(in[i] == '*' && in[i + 1] == '/')) {
          i++;
        }
        return Math.min(in.length, i + 2);
      }
      if (in[from + 1] != '/') {
        return from;
      }
      int i = from + 2;
      while (i < in.length && in[i] != '\n') {
        i += continued(i);
      }
      return Math.min(i, in.length);
    }

    /// How far to step over the byte at `i`: past the newline when it is a line continuation.
    private int continued(int i) {
      if (in[i] != '\\' || i + 1 >= in.length) {
        return 1;
      }
      if (in[i + 1] == '\n') {
        return 2;
      }
      return in[i + 1] == '\r' && i + 2 < in.length && in[i + 2] == '\n' ? 3 : 1;
    }

    /// A literal ends at its quote or, unterminated, at the end of its line. A string that goes on
    /// on the next line keeps its quotes on the first; the rest is blank.
    private void literal(byte quote) {
      int start = at;
      int close = -1;
      int i = at + 1;
      while (i < in.length && in[i] != '\n') {
        if (in[i] == quote) {
          close = i;
          break;
        }
        i += in[i] == '\\' ? Math.max(2, continued(i)) : 1;
      }
      i = Math.min(i, in.length);
      if (close < 0) {
        fillLiteral(start, i, quote);
        at = i;
        return;
      }
      fillLiteral(start, close, quote);
      at = close + 1;
    }

    private void fillLiteral(int start, int end, byte quote) {
      int line = start + 1;
      while (line < end && in[line] != '\n' && !(in[line] == '\\' && continued(line) > 1)) {
        line++;
      }
      for (int i = start + 1; i < line; i++) {
        out[i] = 'x';
      }
      if (line < end) {
        out[line] = quote;
        blank(line + 1, end);
        if (end < in.length && in[end] == quote) {
          out[end] = ' ';
        }
      } else if (end == in.length || in[end] != quote) {
        blank(start, end);
      }
    }

    /// `#x` makes a string of a macro's parameter, `a##b` one word of two.
    private void hash() {
      boolean paste = at + 1 < in.length && in[at + 1] == '#';
      lineStart = false;
      if (!paste) {
        quotes.set(at);
        out[at++] = ' ';
        return;
      }
      for (int i = at - 1; i >= 0 && out[i] == ' '; i--) {
        out[i] = '_';
      }
      out[at++] = '_';
      out[at++] = '_';
      while (at < in.length && in[at] == ' ') {
        out[at++] = '_';
      }
    }

    private void directive() {
      int start = at;
      int i = start + 1;
      while (i < in.length && in[i] != '\n') {
        int comment = in[i] == '/' ? commentEnd(i) : i;
        if (comment > i) {
          i = comment;
        } else if (in[i] == '"') {
          i = stringEnd(i);
        } else {
          i += continued(i);
        }
      }
      int end = Math.min(i, in.length);
      directives.add(new Directive(kind(start, end), new Span(start, end)));
      blank(start, end);
      at = end;
    }

    private int stringEnd(int from) {
      int i = from + 1;
      while (i < in.length && in[i] != '"' && in[i] != '\n') {
        i += in[i] == '\\' ? Math.max(2, continued(i)) : 1;
      }
      return i < in.length && in[i] == '"' ? i + 1 : Math.min(i, in.length);
    }

    private Directive.Kind kind(int start, int end) {
      int from = start + 1;
      while (from < end && (in[from] == ' ' || in[from] == '\t')) {
        from++;
      }
      int to = from;
      while (to < end && in[to] >= 'a' && in[to] <= 'z') {
        to++;
      }
      return Directive.Kind.of(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private void backslash() {
      int step = continued(at);
      out[at] = ' ';
      at += step;
    }

    private void blank(int from, int to) {
      for (int i = from; i < to; i++) {
        if (out[i] != '\n' && out[i] != '\r') {
          out[i] = ' ';
        }
      }
    }
  }
}
