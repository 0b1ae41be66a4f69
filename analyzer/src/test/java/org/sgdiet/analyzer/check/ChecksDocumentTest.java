// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/checks.md` says what the rules say; written anew with `-Dsgdiet.bless=true`.
class ChecksDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "checks.md");

  @Test
  void theDocumentIsWhatTheRulesSay() throws IOException {
    String expected = document();
    if (Boolean.getBoolean("sgdiet.bless")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(DOCUMENT).as("%s; -Dsgdiet.bless=true writes it", DOCUMENT).hasContent(expected);
  }

  @Test
  void idsAreTheirOwnAndInKebabCase() {
    List<String> ids = rules().stream().map(Rule::id).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)+"));
  }

  private static List<Rule> rules() {
    return Rules.ALL.stream().map(Check::rule).toList();
  }

  private static String document() {
    StringBuilder text = new StringBuilder();
    text.append("# Checks\n\n")
        .append("Generated from the rules in `org.sgdiet.analyzer.check`; do not edit.\n\n")
        .append("| rule | misuse |\n|---|---|\n");
    for (Rule rule : rules()) {
      text.append("| [%1$s](#%1$s) | %2$s |\n".formatted(rule.id(), rule.title()));
    }
    for (Rule rule : rules()) {
      text.append("\n## %s\n\n".formatted(rule.id()))
          .append("%s.\n\n".formatted(sentence(rule.title())))
          .append("* **Why:** %s\n".formatted(rule.why()))
          .append("* **What is seen:** %s\n".formatted(rule.seen()))
          .append("* **Fix:** %s\n".formatted(rule.fix()))
          .append("* **Source:** %s\n".formatted(rule.source()));
    }
    text.append("\n## What only an execution shows\n\n")
        .append("Rules that runs of `verify` and `review` break, beside those above.\n\n")
        .append("| rule | misuse | what follows | instead |\n|---|---|---|---|\n");
    for (Rule rule : RunRules.ALL) {
      text.append(
          "| %s | %s | %s | %s |\n".formatted(rule.id(), rule.title(), rule.seen(), rule.fix()));
    }
    return text.toString();
  }

  private static String sentence(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }
}
