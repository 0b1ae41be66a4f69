// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.SourceTree;

/// Fixes, applied to the cases of all checks.
class FixTest {

  private static final Path TESTDATA =
      Path.of(System.getProperty("sgdiet.testdata", "../testdata"));

  /// The shipped headers and one driver.
  private record OneDriver(String text, SourceTree headers) implements SourceTree {
    private static final String PATH = "drivers/acme/case.c";

    @Override
    public List<String> paths() {
      return Stream.concat(
              headers.paths().stream().filter(p -> p.startsWith("include/")), Stream.of(PATH))
          .sorted()
          .toList();
    }

    @Override
    public Content read(String path) {
      return path.equals(PATH)
          ? new Content.Bytes(text.getBytes(StandardCharsets.ISO_8859_1))
          : headers.read(path);
    }

    List<Finding> findings() {
      return new Scan(this, KernelApi.builtIn()).run().findings();
    }
  }

  /// Whoever applies a fix gets rid of the finding and gets no other one.
  @Test
  void anAppliedFixTakesItsFindingAwayAndNothingElse() throws IOException {
    SourceTree headers = DirectoryTree.of(TESTDATA.resolve("tree"));
    TreeSet<String> rules = new TreeSet<>();
    for (Path file : cases()) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      List<Finding> findings = new OneDriver(text, headers).findings();
      for (Finding finding : findings) {
        Optional<Fix> fix = finding.fix().filter(f -> !f.changes().isEmpty());
        if (fix.isPresent()) {
          rules.add(finding.rule());
          List<String> after = places(new OneDriver(applied(text, fix.get()), headers).findings());
          List<String> wanted = places(findings);
          wanted.remove(place(finding));
          assertThat(after)
              .as("%s:%d: %s", file.getFileName(), finding.line(), fix.get().shown())
              .containsExactlyInAnyOrderElementsOf(wanted);
        }
      }
    }
    assertThat(rules)
        .containsAll(
            List.of(
                "frees-sg-list-with-different-entry-count",
                "syncs-sg-list-with-different-entry-count",
                "walks-sg-list-with-different-entry-count",
                "frees-dma-memory-with-different-direction",
                "frees-dma-memory-with-different-size",
                "frees-dma-memory-with-different-attrs",
                "frees-dma-memory-of-different-device",
                "misreads-map-result"));
  }

  @Test
  void aFindingAcrossFunctionsTellsTheWay() throws IOException {
    SourceTree headers = DirectoryTree.of(TESTDATA.resolve("tree"));
    Path file =
        TESTDATA.resolve("check/frees-sg-list-with-different-entry-count").resolve("member.c");
    Finding finding = new OneDriver(Files.readString(file), headers).findings().getFirst();
    assertThat(finding.notes().stream().map(Finding.Note::message))
        .containsExactly("mapped here, in acme_job_start()", "kept in 'job->in_count' here");
    assertThat(finding.fix()).as("nents is no variable of acme_job_done()").isEmpty();
  }

  @Test
  void theDirectionOfAMappingIsNoFixWhereTheMappingIsTheWrongOne() throws IOException {
    SourceTree headers = DirectoryTree.of(TESTDATA.resolve("tree"));
    Path file =
        TESTDATA.resolve("check/frees-dma-memory-with-different-direction").resolve("filled.c");
    assertThat(new OneDriver(Files.readString(file), headers).findings())
        .extracting(f -> f.function() + " " + f.fix().isPresent())
        .containsExactly("acme_selftest false", "acme_selftest_late false", "acme_receive true");
  }

  private static String applied(String text, Fix fix) {
    StringBuilder out = new StringBuilder(text);
    for (Fix.Change change : fix.changes().reversed()) {
      out.replace(change.span().start(), change.span().end(), change.replacement());
    }
    return out.toString();
  }

  private static List<String> places(List<Finding> findings) {
    return new ArrayList<>(findings.stream().map(FixTest::place).toList());
  }

  private static String place(Finding finding) {
    return finding.line() + " " + finding.rule();
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(TESTDATA.resolve("check"))) {
      return files.filter(f -> f.toString().endsWith(".c")).sorted().toList();
    }
  }
}
