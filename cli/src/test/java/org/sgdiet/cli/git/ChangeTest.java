// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;

class ChangeTest {
  @TempDir private Path directory;
  private GitSandbox git;

  @BeforeEach
  void makeRepository() {
    git = GitSandbox.init(directory);
    write("a.c", "1").write("b.c", bytes("1")).write("t.txt", bytes("1")).commit("one");
    write("a.c", "2").write("t.txt", bytes("2")).commit("two");
    write("b.c", "3").commit("three");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private GitSandbox write(String path, String text) {
    return git.write(path, bytes(text));
  }

  private static String text(SourceTree tree, String path) {
    return tree.read(path) instanceof Content.Bytes(byte[] content)
        ? new String(content, UTF_8)
        : "none";
  }

  @Test
  void aCommitIsComparedWithItsParent() {
    Change change = Change.ofRange(directory, "HEAD~1");
    assertThat(change.files()).containsExactly("a.c");
    assertThat(text(change.before(), "a.c")).isEqualTo("1");
    assertThat(text(change.after(), "a.c")).isEqualTo("2");
    assertThatThrownBy(() -> Change.ofRange(directory, "HEAD~2"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("first commit");
  }

  @Test
  void aRangeIsComparedEndToEnd() {
    assertThat(Change.ofRange(directory, "HEAD~2..HEAD").files()).containsExactly("a.c", "b.c");
    assertThat(Change.ofRange(directory, "HEAD~2..").files()).containsExactly("a.c", "b.c");
  }

  @Test
  void filesThatComeAndGoDoSoInTheTreeAfter() {
    git.run("rm", "-q", "b.c");
    write("d/new.c", "4").commit("four");
    Change change = Change.ofRange(directory, "HEAD");
    assertThat(change.files()).containsExactly("b.c", "d/new.c");
    assertThat(change.before().paths()).containsExactly("a.c", "b.c");
    assertThat(change.after().paths()).containsExactly("a.c", "d/new.c");
    assertThat(text(change.after(), "d/new.c")).isEqualTo("4");
    assertThat(text(change.after(), "b.c")).isEqualTo("none");
    assertThat(text(change.after(), "a.c")).isEqualTo("2");
  }

  @Test
  void threeDotsStartAtTheMergeBase() {
    git.run("checkout", "-q", "-b", "side", "HEAD~1");
    write("b.c", "9").commit("side");
    assertThat(Change.ofRange(directory, "main..side").files()).containsExactly("b.c");
    assertThat(text(Change.ofRange(directory, "main..side").before(), "b.c")).isEqualTo("3");
    assertThat(text(Change.ofRange(directory, "main...side").before(), "b.c")).isEqualTo("1");
  }

  @Test
  void theWorkTreeIsComparedWithHead() {
    assertThat(Change.ofWorkTree(directory).files()).isEmpty();
    write("a.c", "dirty").write("new.c", bytes("untracked"));
    git.run("rm", "-q", "b.c");
    Change change = Change.ofWorkTree(directory);
    assertThat(change.files()).containsExactly("a.c", "b.c");
    assertThat(text(change.after(), "a.c")).isEqualTo("dirty");
    assertThat(text(change.after(), "b.c")).isEqualTo("none");
    git.run("add", "new.c", "a.c");
    assertThat(Change.ofWorkTree(directory).files()).containsExactly("a.c", "b.c", "new.c");
  }

  @Test
  void noFilterOfTheRepositoryRuns() {
    git.write(".gitattributes", bytes("*.c filter=evil\n")).commit("attributes");
    git.run("config", "filter.evil.clean", "touch " + directory.resolve("ran"));
    write("a.c", "dirty");
    assertThat(Change.ofWorkTree(directory).files()).containsExactly("a.c");
    assertThat(directory.resolve("ran")).doesNotExist();
  }
}
