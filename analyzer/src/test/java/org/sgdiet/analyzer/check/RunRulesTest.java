// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sgdiet.runtime.ledger.Misuse;

/// Each rule that an execution can break is explained, once.
class RunRulesTest {

  private static final Path MACHINE =
      Path.of("../mapping-runtime/src/main/java/org/sgdiet/runtime/machine");

  private static final Pattern REPORT =
      Pattern.compile("\\bmisused(?:At)?\\([^\";]*?\"([a-z-]+)\"");

  @Test
  void everyRuleOfTheLedgerIsExplained() {
    List<String> ids =
        Stream.of(Misuse.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .filter(name -> !name.equals("MapsStack") && !name.equals("MapsVmalloc"))
            .map(name -> name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
            .toList();
    assertThat(ids).isNotEmpty().allMatch(id -> Rules.named(id).isPresent());
    assertThat(Rules.named("maps-memory-from-stack-or-vmalloc")).isPresent();
  }

  @Test
  void everyRuleOfTheMachineIsExplained() throws IOException {
    Set<String> ids = new TreeSet<>();
    try (Stream<Path> files = Files.list(MACHINE)) {
      for (Path file : files.toList()) {
        REPORT
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult m) -> m.group(1))
            .forEach(ids::add);
      }
    }
    assertThat(ids).hasSizeGreaterThan(10).allMatch(id -> Rules.named(id).isPresent());
  }

  @Test
  void noRuleIsExplainedTwice() {
    List<String> checks = Rules.ALL.stream().map(c -> c.rule().id()).toList();
    List<String> runs = RunRules.ALL.stream().map(Rule::id).toList();
    assertThat(runs).isSorted().doesNotHaveDuplicates().doesNotContainAnyElementsOf(checks);
  }
}
