// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

class DraftTest {

  private static final String TEXT = "a();\n                b(one, two);\n                c();\n";

  private static String replaced(String old, String text) {
    SourceFile file = new SourceFile("a.c", TEXT.getBytes(ISO_8859_1));
    int at = TEXT.indexOf(old);
    Draft draft = new Draft();
    draft.replace(file, new Span(at, at + old.length()), text);
    return new String(draft.files().getFirst().apply(TEXT.getBytes(ISO_8859_1)), ISO_8859_1);
  }

  @Test
  void aChangedLineIsIndentedByTabs() {
    assertThat(replaced("two", "three"))
        .isEqualTo("a();\n\t\tb(one, three);\n                c();\n");
    assertThat(replaced("b(one", "d(one"))
        .as("changed from its first letter on")
        .isEqualTo("a();\n\t\td(one, two);\n                c();\n");
  }

  @Test
  void whoReplacesTheIndentHasTheLastWord() {
    assertThat(replaced("                b", " b"))
        .isEqualTo("a();\n b(one, two);\n                c();\n");
  }
}
