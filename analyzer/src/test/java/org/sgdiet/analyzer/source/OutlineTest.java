// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {

  private static Outline outline(String text) {
    SourceFile file = SourceFile.of("acme.c", text);
    StrippedText stripped = StrippedText.of(file);
    return Outline.of(file, stripped, Conditionals.of(file, stripped.directives()));
  }

  private static List<String> functions(Outline outline) {
    return outline.slices().stream()
        .filter(s -> s.kind() == Slice.Kind.FUNCTION)
        .flatMap(s -> s.name().stream())
        .toList();
  }

  @Test
  void aFunctionThatIsNotClosedEndsBeforeTheNext() {
    Outline outline =
        outline("int f(void)\n{\n\tif (x) {\n\treturn 0;\n}\n\nint g(void)\n{\n\treturn 1;\n}\n");
    assertThat(functions(outline)).containsExactly("f", "g");
    assertThat(outline.unsupported())
        .extracting(Unsupported::reason)
        .containsExactly("braces do not balance");
  }

  @Test
  void aBodyWithoutHeadIsReported() {
    Outline outline = outline("{\n\tif (x) {\n\treturn 0;\n}\n\nint g(void)\n{\n\treturn 1;\n}\n");
    assertThat(functions(outline)).contains("g");
    assertThat(outline.unsupported())
        .extracting(Unsupported::reason)
        .containsExactly("braces do not balance");
  }

  @Test
  void aBracketThatIsNeverClosedIsReported() {
    assertThat(outline("int g(void)\n{\n\treturn 1;\n}\n(\nint h;\n").unsupported())
        .extracting(u -> u.span().start() + " " + u.reason())
        .containsExactly("27 item without end");
  }

  @Test
  void aHeaderThatNoFileCanBeCalledHasNoName() {
    assertThat(outline("#include <linux/a.h>\n#include <linux/\0b.h>\n").slices())
        .extracting(s -> s.name().orElse(""))
        .containsExactly("linux/a.h", "");
  }
}
