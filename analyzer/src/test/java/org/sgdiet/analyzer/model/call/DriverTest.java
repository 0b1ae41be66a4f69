// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;

final class DriverTest {

  private static final Map<String, String> FILES =
      Map.of(
          "drivers/acme/core.c",
          "int acme_core(int a)\n{\n\treturn a;\n}\nEXPORT_SYMBOL_GPL(acme_core);\n",
          "drivers/acme/user.c",
          "static int user_go(void)\n{\n\treturn acme_core(1) + user_help();\n}\n",
          "drivers/acme/helper.c",
          "int user_help(void)\n{\n\treturn 2;\n}\n",
          "drivers/acme/stranger.c",
          "static int stranger(void)\n{\n\treturn 3;\n}\n",
          "drivers/acme/acme.h",
          "int acme_core(int a);\n");

  private static Driver driver() {
    List<DriverFile> files =
        FILES.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(f -> new SourceFile(f.getKey(), f.getValue().getBytes(StandardCharsets.US_ASCII)))
            .map(s -> new DriverFile(SyntaxReader.read(s), new Prefilter(Set.of("sgl"))))
            .toList();
    return new Driver(files, new HeaderStructs(_ -> Optional.empty()));
  }

  private static Stream<String> around(String path) {
    return driver().around(Set.of(path)).files().stream().map(DriverFile::path);
  }

  @Test
  void partHoldsTheModuleWhatItUsesAndTheHeaders() {
    assertThat(around("drivers/acme/user.c"))
        .containsExactly(
            "drivers/acme/acme.h",
            "drivers/acme/core.c",
            "drivers/acme/helper.c",
            "drivers/acme/user.c");
  }

  @Test
  void partHoldsWhoUsesIt() {
    assertThat(around("drivers/acme/core.c")).contains("drivers/acme/user.c");
  }

  @Test
  void whoHasNothingToDoWithOthersIsAlone() {
    assertThat(around("drivers/acme/stranger.c"))
        .containsExactly("drivers/acme/acme.h", "drivers/acme/stranger.c");
  }
}
