// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// docs/dma-model.md has every rule under its number, and every number has a test. The table is
/// written anew with `-Dbless=true`.
final class ModelDocumentTest {
  private static final String BEGIN = "<!-- rules -->\n";
  private static final String END = "<!-- end of rules -->";
  private static final List<Class<?>> TESTS =
      List.of(DirectRulesTest.class, IommuRulesTest.class, OtherRulesTest.class);

  @Test
  void everyNumberHasATest() {
    Set<Integer> tested = new TreeSet<>();
    for (Class<?> test : TESTS) {
      for (Method method : test.getDeclaredMethods()) {
        if (method.isAnnotationPresent(ForRule.class)) {
          assertThat(method.isAnnotationPresent(Test.class)).as(method.getName()).isTrue();
          Arrays.stream(method.getAnnotation(ForRule.class).value()).forEach(tested::add);
        }
      }
    }
    Set<Integer> numbers =
        Arrays.stream(Rule.values())
            .map(Rule::number)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(numbers)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, Rule.values().length).boxed().toList());
    assertThat(tested).isEqualTo(numbers);
  }

  @Test
  void theDocumentHasEveryRule() throws IOException {
    Path document = root().resolve("docs/dma-model.md");
    String text = Files.readString(document);
    String table =
        Arrays.stream(Rule.values())
            .map(r -> "| %d | `%s` | %s |\n".formatted(r.number(), r.function(), r.statement()))
            .collect(
                Collectors.joining(
                    "", "| no. | kernel function | what it does |\n|---|---|---|\n", ""));
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    if (Boolean.getBoolean("bless")) {
      Files.writeString(document, text.substring(0, from) + table + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to)).isEqualTo(table);
  }

  /// The repository's root: the first directory upwards that has docs.
  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("docs/dma-model.md"))) {
        return at;
      }
    }
    throw new AssertionError("no docs/dma-model.md above " + Path.of("").toAbsolutePath());
  }
}
