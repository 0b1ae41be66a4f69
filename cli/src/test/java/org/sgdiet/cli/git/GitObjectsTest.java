// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;

class GitObjectsTest {
  private static final byte[] OLD = "int a;\n".getBytes(UTF_8);
  private static final byte[] NEW = "int b;\n".getBytes(UTF_8);

  @TempDir private Path directory;
  private GitSandbox git;

  @BeforeEach
  void makeRepository() {
    git = GitSandbox.init(directory);
    git.write("linux/drivers/a.c", OLD).write("linux/Makefile", OLD).commit("Import");
  }

  @Test
  void aRevisionIsReadWithoutTheWorkTree() {
    git.write("linux/drivers/a.c", NEW).commit("a: change");
    Path tree = directory.resolve("linux");
    try (GitBase base = GitBase.open(tree, "HEAD~1")) {
      RevisionTree revision = RevisionTree.of(base);
      assertThat(revision.paths()).containsExactly("drivers/a.c");
      assertThat(revision.read("drivers/a.c"))
          .isInstanceOfSatisfying(Content.Bytes.class, c -> assertThat(c.bytes()).isEqualTo(OLD));
      assertThat(revision.read("drivers/b.c")).isEqualTo(new Content.Skipped("not found"));
    }
  }

  @Test
  void revisionsThatAreNoneAreNamed() {
    assertThatThrownBy(() -> GitBase.open(directory, "v9"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("'v9': no such revision");
    assertThatThrownBy(() -> GitBase.open(directory, "a..b^{"))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aDirectoryOutsideGitHasNoBase(@TempDir Path plain) {
    assertThat(GitBase.find(plain, "HEAD")).isEmpty();
    assertThatThrownBy(() -> GitBase.open(plain, "v1"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not in a git repository");
  }

  @Test
  void readingLeavesTheRepositoryAsItWas() throws IOException {
    List<String> before = files();
    try (GitBase base = GitBase.open(directory, "HEAD")) {
      assertThat(RevisionTree.of(base).paths()).hasSize(1);
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aBranchGetsTheCommitsAndNothingElseMoves() {
    git.write("untracked.txt", OLD);
    String head = git.run("rev-parse", "HEAD");
    try (GitBase base = GitBase.open(directory, "HEAD")) {
      FileChange change = new FileChange("linux/drivers/a.c", Optional.of(OLD), NEW);
      FileChange added = new FileChange("linux/drivers/n.c", Optional.empty(), NEW);
      List<MailPatch> patches =
          List.of(
              new MailPatch(
                  MailPatch.Kind.CONVERSION,
                  "a.c",
                  "a: one",
                  "Why.",
                  List.of(),
                  List.of(),
                  List.of(change)),
              new MailPatch(
                  MailPatch.Kind.CONVERSION,
                  "a.c",
                  "a: two",
                  "Why.",
                  List.of(),
                  List.of(),
                  List.of(added)));
      Branch.create(base, "diet", patches);
      assertThatThrownBy(() -> Branch.create(base, "diet", patches))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("exists");
      assertThatThrownBy(() -> Branch.check(base, "a..b")).isInstanceOf(BadInputException.class);
    }
    assertThat(git.run("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(git.run("status", "--porcelain")).isEqualTo("?? untracked.txt\n");
    assertThat(git.run("log", "--format=%s %an %aI", "main..diet"))
        .isEqualTo(
            """
            a: two Jörg Example 2026-05-04T03:02:01+02:00
            a: one Jörg Example 2026-05-04T03:02:01+02:00
            """);
    assertThat(git.run("diff", "--stat", "main", "diet")).contains("2 files changed");
    assertThat(git.run("fsck", "--strict")).doesNotContain("error");
  }

  @Test
  void filesAppearAllOrNone() throws IOException {
    SeriesFiles series = new SeriesFiles();
    series.add("0001-a.patch", OLD);
    Path out = directory.resolve("out");
    series.write(out);
    assertThat(out.resolve("0001-a.patch")).hasBinaryContent(OLD);
    assertThatThrownBy(() -> series.write(out))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not an empty directory");
    SeriesFiles broken = new SeriesFiles();
    broken.add("0001-a.patch", OLD);
    broken.add("no/such/place", OLD);
    Path other = directory.resolve("other");
    assertThatThrownBy(() -> broken.write(other)).isInstanceOf(BadInputException.class);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(".git", "linux", "out");
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(directory::relativize).map(Path::toString).sorted().toList();
    }
  }
}
