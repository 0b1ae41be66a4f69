// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The table of node kinds is the grammar's; written anew with `-Dsgdiet.bless=true`.
class GrammarTableTest {

  private static final Path RESOURCE =
      Path.of("src/main/resources/org/sgdiet/analyzer/syntax/c-grammar.txt");

  @Test
  void theTableIsTheGrammars() throws IOException {
    GrammarTable grammar = GrammarTable.of(NativeTreeSitter.c());
    if (Boolean.getBoolean("sgdiet.bless")) {
      Files.createDirectories(RESOURCE.resolveSibling("."));
      Files.writeString(RESOURCE, grammar.text());
    }
    assertThat(RESOURCE).as("-Dsgdiet.bless=true writes it").hasContent(grammar.text());
    assertThat(GrammarTable.ofResource()).isEqualTo(grammar);
  }

  @Test
  void everyFieldIsTheGrammars() {
    for (Kinds.Field field : Kinds.Field.values()) {
      assertThat(field.id()).as(field.name()).isPositive();
    }
  }
}
