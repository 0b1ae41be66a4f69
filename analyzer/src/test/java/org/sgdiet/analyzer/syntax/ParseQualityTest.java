// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How well a kernel tree parses after masking; says so on stdout.
@Tag("kernel")
class ParseQualityTest {
  @Test
  void functionsWithSitesParse() throws IOException {
    ParseFigures figures = ParseFigures.of(Path.of(System.getProperty("kernel.tree")));
    System.out.println(figures.summary());
    assertThat(figures.touched().size() * 200)
        .as("%s", figures.touched())
        .isLessThanOrEqualTo(figures.siteFunctions());
    assertThat(figures.nodes()).as("%s", figures.damage()).isLessThanOrEqualTo(100);
  }
}
