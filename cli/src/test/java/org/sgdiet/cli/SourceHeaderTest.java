// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every Java source of every module says under which licence it is.
class SourceHeaderTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("sgdiet.testdata", "../testdata")).toAbsolutePath().resolve("..");

  @Test
  void everySourceStartsWithTheLicence() throws IOException {
    for (String module : List.of("testdata", "mapping-runtime", "analyzer", "rewriter", "cli")) {
      try (Stream<Path> files = Files.walk(CHECKOUT.resolve(module).resolve("src"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".java")))
            .isNotEmpty()
            .allSatisfy(file ->
                assertThat(firstLine(file))
                    .as("%s", file)
                    .isEqualTo("// SPDX-License-Identifier: Apache-2.0"));
      }
    }
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
