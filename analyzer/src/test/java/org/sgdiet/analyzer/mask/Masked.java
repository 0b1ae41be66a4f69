// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sgdiet.analyzer.source.Conditionals;
import org.sgdiet.analyzer.source.Outline;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.StrippedText;

/// Masks C texts for tests, and holds every mask to its invariant.
final class Masked {

  private Masked() {}

  /// The whole text after masking each of its items.
  static String file(String text) {
    SourceFile file = SourceFile.of("test.c", text);
    StrippedText stripped = StrippedText.of(file);
    Conditionals conditionals = Conditionals.of(file, stripped.directives());
    StringBuilder masked =
        new StringBuilder(new String(stripped.code(), StandardCharsets.ISO_8859_1));
    for (Slice slice : Outline.of(file, stripped, conditionals).slices()) {
      if (slice.kind() != Slice.Kind.MACRO && slice.kind() != Slice.Kind.INCLUDE) {
        MaskedText item = Masking.mask(stripped, conditionals, slice);
        masked.replace(
            slice.span().start(),
            slice.span().end(),
            new String(item.code(), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(masked).hasSameSizeAs(text);
    assertThat(newlines(masked)).isEqualTo(newlines(text));
    return masked.toString();
  }

  /// The body of a function whose body is `body`, after masking, blanks before line ends dropped.
  static String body(String body) {
    String masked = file("void f(void)\n{\n" + body + "}\n");
    return trimmed(masked.substring(15, masked.length() - 2));
  }

  /// Without blanks before line ends.
  static String trimmed(String text) {
    return text.replaceAll("[ \t]+(?=\n|$)", "");
  }

  private static List<Integer> newlines(CharSequence text) {
    return java.util.stream.IntStream.range(0, text.length())
        .filter(i -> text.charAt(i) == '\n')
        .boxed()
        .toList();
  }
}
