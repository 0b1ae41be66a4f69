// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;

class PatchMailTest {
  private static final String OLD = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";

  @TempDir private Path directory;
  private GitSandbox git;

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @BeforeEach
  void makeRepository() {
    git = GitSandbox.init(directory);
    git.write("l/x.c", bytes(OLD)).write("l/gone.c", bytes("1\n2\n")).write("l/y.c", bytes("1\n2"));
    git.commit("Import");
  }

  private SourceTree base() {
    return RevisionTree.of(GitBase.open(directory.resolve("l"), "HEAD"));
  }

  private static String text(SourceTree tree, String path) {
    return switch (tree.read(path)) {
      case Content.Bytes(byte[] bytes) -> new String(bytes, ISO_8859_1);
      case Content.Skipped(String reason) -> reason;
    };
  }

  @Test
  void anMboxGivesTheTreeThatGitAmWouldGive() {
    SourceTree before = base();
    git.write("l/x.c", bytes(OLD.replace("b\n", "B\n").replace("l\n", "")));
    git.write("l/new.c", bytes("n\n")).write("l/y.c", bytes("1\n3"));
    git.run("rm", "-q", "l/gone.c");
    git.commit("x: one\n\nLog.");
    git.write(
        "l/x.c", bytes(OLD.replace("b\n", "B\n").replace("l\n", "").replace("k\n", "k\nK\n")));
    git.run("mv", "l/new.c", "l/newer.c");
    git.commit("x: two");
    String mbox = git.run("format-patch", "--stdout", "HEAD~2");
    SourceTree after =
        PatchedTree.of(before, PatchMail.parse(bytes(mbox), "mbox").apply(before, "l/"));
    SourceTree truth = base();
    assertThat(after.paths()).isEqualTo(truth.paths()).contains("newer.c").doesNotContain("new.c");
    for (String path : truth.paths()) {
      assertThat(text(after, path)).as(path).isEqualTo(text(truth, path));
    }
    assertThat(text(after, "gone.c")).isEqualTo("not found");
  }

  @Test
  void hunksAreFoundWhereLinesMoved() {
    git.write("l/x.c", bytes(OLD.replace("l\n", "L\n"))).commit("x: l");
    String patch = git.run("format-patch", "--stdout", "HEAD~1");
    git.run("reset", "-q", "--hard", "HEAD~1");
    git.write("l/x.c", bytes("0\n0\n" + OLD)).commit("x: down");
    SourceTree before = base();
    Optional<byte[]> after =
        PatchMail.parse(bytes(patch), "p")
            .apply(before, "l/")
            .getOrDefault("x.c", Optional.empty());
    assertThat(after)
        .hasValueSatisfying(b ->
            assertThat(new String(b, ISO_8859_1)).isEqualTo("0\n0\n" + OLD.replace("l\n", "L\n")));
  }

  @Test
  void aHunkThatDoesNotFitIsNamed() {
    git.write("l/x.c", bytes(OLD.replace("b\n", "B\n"))).commit("x: b");
    String patch = git.run("format-patch", "--stdout", "HEAD~1");
    SourceTree already = base();
    PatchMail mail = PatchMail.parse(bytes(patch), "p");
    assertThatThrownBy(() -> mail.apply(already, "l/"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("patch does not apply: l/x.c: hunk '@@ -1,5 +1,5 @@");
  }

  @Test
  void aTextWithoutDiffHoldsNone() {
    assertThat(PatchMail.parse(bytes("no patch at all"), "stdin").files()).isEmpty();
  }
}
