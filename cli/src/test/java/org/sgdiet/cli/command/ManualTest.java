// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.cli.Sgdiet;

/// Manual pages and completion.
class ManualTest {

  @Test
  void everyCommandHasAPageWithItsOptions() {
    String root = Sgdiet.run("man").out();
    assertThat(root).startsWith(".TH \"SGDIET\" 1").contains(".SH EXIT STATUS\n");
    for (String line : root.lines().filter(l -> l.startsWith("\\fBsgdiet\\-")).toList()) {
      String command = line.replaceAll(".*sgdiet..([a-z]+).*", "$1");
      assertThat(Sgdiet.run("man", command).out())
          .startsWith(".TH \"SGDIET-" + command.toUpperCase(java.util.Locale.ROOT))
          .contains("\\fB\\-\\-help\\fR")
          .doesNotContain("${", "%n");
    }
    assertThat(Sgdiet.run("man", "review").out())
        .contains("\\fB\\-\\-execute\\fR \\fIN\\fR", "text, json, sarif");
    assertThat(Sgdiet.run("man", "revue").err()).startsWith("sgdiet: man: 'revue' is no command");
  }

  @Test
  void completionKnowsCommandsAndFormats() {
    assertThat(Sgdiet.run("completion").out())
        .startsWith("#!/usr/bin/env bash")
        .contains("scan merge check explain rewrite", "\"rdjsonl\"");
  }
}
