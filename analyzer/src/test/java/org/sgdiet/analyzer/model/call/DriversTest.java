// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;

final class DriversTest {

  private static final Prefilter SITES = new Prefilter(Set.of("dma_map_sg"));

  private static final DriverFile CORE =
      file("core.c", "int acme_core(int a)\n{\n\treturn a;\n}\nEXPORT_SYMBOL_GPL(acme_core);\n");
  private static final DriverFile USER =
      file("user.c", "static int user_go(void)\n{\n\treturn acme_core(1) + user_help();\n}\n");
  private static final DriverFile HELPER =
      file("helper.c", "int user_help(void)\n{\n\treturn 2;\n}\n");
  private static final DriverFile STRANGER =
      file("stranger.c", "static int stranger(void)\n{\n\treturn 3;\n}\n");
  private static final DriverFile HEADER = file("acme.h", "int acme_core(int a);\n");

  private static DriverFile file(String name, String text) {
    SourceFile source =
        new SourceFile("drivers/acme/" + name, text.getBytes(StandardCharsets.US_ASCII));
    return new DriverFile(SyntaxReader.read(source), SITES);
  }

  private static Collection<SortedSet<String>> split(DriverFile... files) {
    return Drivers.of(List.of(files), SITES);
  }

  private static SortedSet<String> driver(String... names) {
    SortedSet<String> paths = new TreeSet<>();
    for (String name : names) {
      paths.add("drivers/acme/" + name);
    }
    return paths;
  }

  @Test
  void aModuleAndWhatItUsesAreOne() {
    assertThat(split(HEADER, CORE, USER, HELPER, STRANGER))
        .containsExactly(driver("core.c", "helper.c", "user.c"), driver("stranger.c"));
  }

  @Test
  void whoGivesAFunctionToTheKernelUsesIt() {
    DriverFile probe =
        file(
            "probe.c",
            "static int probe(int irq)\n{\n\treturn request_irq(irq, user_help, 0, \"a\", 0);\n}\n");
    DriverFile local = file("local.c", "static int go(int help)\n{\n\treturn take(help);\n}\n");
    DriverFile help = file("help.c", "int help(void)\n{\n\treturn 2;\n}\n");
    assertThat(split(probe, HELPER, local, help))
        .containsExactly(driver("help.c"), driver("helper.c", "probe.c"), driver("local.c"));
  }

  @Test
  void whatNobodySharesComesApart() {
    assertThat(split(HEADER, CORE, HELPER, STRANGER))
        .containsExactly(driver("core.c"), driver("helper.c"), driver("stranger.c"));
  }

  @Test
  void aHeaderThatMapsBelongsToThoseWhoCallIt() {
    DriverFile maps =
        file(
            "map.h",
            "static inline int acme_map(struct acme *a)\n{\n\treturn dma_map_sg(a->dev, a->sgl, 1, 1);\n}\n");
    DriverFile wraps =
        file(
            "wrap.h", "static inline int acme_wrap(struct acme *a)\n{\n\treturn acme_map(a);\n}\n");
    DriverFile caller =
        file("caller.c", "static int go(struct acme *a)\n{\n\treturn acme_wrap(a);\n}\n");
    assertThat(split(HEADER, maps, wraps, caller, STRANGER))
        .containsExactly(driver("caller.c", "map.h", "wrap.h"), driver("stranger.c"));
    assertThat(split(HEADER, maps, STRANGER))
        .containsExactly(driver("map.h"), driver("stranger.c"));
  }

  @Test
  void headersThatMapAndThatNobodyCallsAreOne() {
    String maps = "static inline int one(struct acme *a)\n{\n\treturn dma_map_sg(a, a, 1, 1);\n}\n";
    assertThat(split(file("one.h", maps), file("two.h", maps.replace("one", "two")), HEADER))
        .containsExactly(driver("one.h", "two.h"));
  }
}
