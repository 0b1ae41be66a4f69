// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Shapes;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.mutant.Mutation;
import org.sgdiet.runtime.mutant.MutationAudit;
import org.sgdiet.runtime.program.Program;

/// The mistakes that people make, planted in the mapping functions of real drivers. Prints the
/// survivors and how many mutants of each kind were killed.
@Tag("kernel")
class RealMutationTest {

  private static final List<String> WHERE =
      List.of("drivers/mmc/", "drivers/spi/", "drivers/i2c/", "drivers/mtd/", "drivers/scsi/");

  private static final Campaign SMALL =
      new Campaign(
          Stream.of("direct", "x86-intel-strict", "swiotlb-force")
              .map(n -> Profiles.named(n).orElseThrow())
              .toList(),
          List.of(
              Shapes.ONE_PAGE,
              Shapes.SCATTERED,
              Shapes.HIGH_PAGE,
              Shapes.UNALIGNED,
              Shapes.HIGH,
              Shapes.MANY));

  private static final int MOST = 100;

  /// Of one kind of mistake: killed, survived, not reached, not executable.
  private record Count(int killed, int survived, int unreached, int notExecutable) {

    Count plus(Count o) {
      return new Count(
          killed + o.killed,
          survived + o.survived,
          unreached + o.unreached,
          notExecutable + o.notExecutable);
    }
  }

  private final Map<Mutation, Count> counts = new TreeMap<>();

  @Test
  void plantedMistakesAreFound() throws IOException {
    DirectoryTree tree = DirectoryTree.of(Path.of(System.getProperty("kernel.tree", "")));
    List<Site> sites =
        new Scan(tree, KernelApi.builtIn(), f -> WHERE.stream().anyMatch(f::startsWith))
            .run()
            .sites();
    Extractor extractor = new Extractor(new TreeModel(tree));
    Partners partners = Partners.of(sites);
    List<Program> silent =
        sites.stream()
            .filter(s -> s.kind() == SiteKind.MAP && s.file().endsWith(".c"))
            .map(s -> new Extraction.Partner(s.file(), s.function()))
            .distinct()
            .map(f -> extractor.extract(f.path(), f.function(), partners))
            .flatMap(e ->
                e instanceof Extraction.Extracted(Program p, var _) ? Stream.of(p) : Stream.of())
            .filter(p -> SMALL.verify(p) instanceof Verdict.Silent)
            .limit(MOST)
            .toList();
    silent.parallelStream().forEach(this::audit);
    Count all = counts.values().stream().reduce(new Count(0, 0, 0, 0), Count::plus);
    counts.forEach((mutation, count) -> System.out.println(mutation.id() + ": " + count));
    System.out.println(silent.size() + " functions: " + all);
    assertThat(silent).hasSizeGreaterThanOrEqualTo(50);
    // Measured, not wished for: what survives is listed, and part of it is no mistake.
    assertThat(100.0 * all.killed / (all.killed + all.survived)).isGreaterThanOrEqualTo(95);
  }

  private void audit(Program program) {
    MutationAudit audit = MutationAudit.of(program, SMALL);
    synchronized (counts) {
      audit.killed().forEach(m -> add(m, new Count(1, 0, 0, 0)));
      audit.unreached().forEach(m -> add(m, new Count(0, 0, 1, 0)));
      audit.notExecutable().forEach(m -> add(m, new Count(0, 0, 0, 1)));
      audit
          .survivors()
          .forEach(m -> {
            add(m, new Count(0, 1, 0, 0));
            System.out.println("survives: " + m.mutation().id() + " " + program.describe(m.at()));
          });
    }
  }

  private void add(Mutation.Mutant mutant, Count one) {
    counts.merge(mutant.mutation(), one, Count::plus);
  }
}
