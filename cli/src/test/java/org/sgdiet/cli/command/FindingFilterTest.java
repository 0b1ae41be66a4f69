// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.git.GitSandbox;

/// `--suppress` and `--baseline`.
class FindingFilterTest {
  private static final String MISUSE = "drivers/crypto/acme/acme_hash.c";
  private static final String RULE = "frees-sg-list-with-different-entry-count";
  private static final String ENTRY =
      RULE + " " + MISUSE + ":acme_hash_update  the lists are short";

  @TempDir private Path directory;
  private Path list;
  private Path tree;

  @BeforeEach
  void copyOneDriver() throws IOException {
    list = directory.resolve("list");
    tree = directory.resolve("tree");
    Path file = tree.resolve(MISUSE);
    Files.createDirectories(file.getParent());
    Files.copy(Sgdiet.TREE.resolve(MISUSE), file);
  }

  private Sgdiet.Result scan(Object... more) {
    Object[] words = new Object[more.length + 2];
    words[0] = "scan";
    words[1] = tree;
    System.arraycopy(more, 0, words, 2, more.length);
    return Sgdiet.run(words);
  }

  @Test
  void aSuppressedFindingIsLeftOutAndCounted() throws IOException {
    Files.writeString(list, "# known\n\n" + ENTRY + "\n");
    Sgdiet.Result result = scan("--suppress", list);
    assertThat(result.code()).isZero();
    assertThat(result.out()).doesNotContain(RULE);
    assertThat(result.err()).contains("sgdiet: note: " + list + ": leaves out 1 finding\n");
    Files.writeString(list, RULE + " drivers/crypto/ all of them are known\n");
    assertThat(scan("--suppress", list).code()).isZero();
    Sgdiet.Result check = Sgdiet.run("check", "--suppress", list, tree.resolve(MISUSE));
    assertThat(check.code()).isEqualTo(1); // its tree is not known: the path is the file's name
    Files.createDirectories(tree.resolve("include/linux"));
    assertThat(Sgdiet.run("check", "--suppress", list, tree.resolve(MISUSE)).code()).isZero();
  }

  @Test
  void aStaleEntryIsToldOnlyWhenItsFileWasLookedAt() throws IOException {
    Files.writeString(
        list, ENTRY + "\n" + RULE + " " + MISUSE + ":gone why\n" + RULE + " net/a.c why\n");
    assertThat(scan("--suppress", list).err())
        .contains(
            list
                + ":2: stale: there is no finding "
                + RULE
                + " "
                + MISUSE
                + ":gone; take the line out\n")
        .doesNotContain(list + ":1:");
    assertThat(scan("--suppress", list).err()).contains(list + ":3: stale");
    assertThat(scan("drivers", "--suppress", list).err()).doesNotContain(list + ":3: stale");
  }

  @Test
  void aBadListIsOneLine() throws IOException {
    assertThat(scan("--suppress", list).err())
        .isEqualTo("sgdiet: " + list + ": no such file; give a list of suppressions\n");
    Files.writeString(list, "# first\n" + RULE + " " + MISUSE + "\n");
    Sgdiet.Result noReason = scan("--suppress", list);
    assertThat(noReason.code()).isEqualTo(2);
    assertThat(noReason.err())
        .isEqualTo(
            "sgdiet: " + list + ":2: not a suppression; write RULE PATH[:FUNCTION] REASON\n");
    Files.writeString(list, RULE + " /usr/src/a.c because\n");
    assertThat(scan("--suppress", list).err())
        .contains(list + ":1: '/usr/src/a.c': paths are relative to the tree");
    Files.writeString(list, "NoRule a.c because\n");
    assertThat(scan("--suppress", list).err()).contains("'NoRule' is not the id of a rule");
  }

  @Test
  void onlyWhatIsNewSinceTheBaselineIsShown() throws IOException {
    Path baseline = directory.resolve("old");
    for (String format : new String[] {"json", "sarif"}) {
      Files.copy(
          Sgdiet.TREE.resolve(MISUSE),
          tree.resolve(MISUSE),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(baseline, scan("--format", format).out());
      String moved = "\n\n" + Files.readString(tree.resolve(MISUSE));
      Files.writeString(tree.resolve(MISUSE), moved);
      assertThat(scan("--baseline", baseline).code()).isZero();
      Files.writeString(
          tree.resolve(MISUSE),
          moved.replace("int acme_hash_update(", "int acme_hash_again(")
              + Files.readString(Sgdiet.TREE.resolve(MISUSE)).replaceAll("#include.*", ""));
      Sgdiet.Result again = scan("--baseline", baseline);
      assertThat(again.code()).isEqualTo(1);
      assertThat(again.out()).containsOnlyOnce("[" + RULE + "]").contains("; 1 finding");
    }
  }

  @Test
  void aBadBaselineIsOneLine() throws IOException {
    Path baseline = directory.resolve("old");
    String wanted = "; give what 'sgdiet scan --format json' or 'sarif' wrote\n";
    assertThat(scan("--baseline", baseline).err())
        .isEqualTo("sgdiet: " + baseline + ": no such file" + wanted);
    for (String text :
        new String[] {
          "",
          "text",
          "[]",
          "{\"schema\":\"sgdiet/verify/1\",\"functions\":[]}",
          "{\"schema\":\"sgdiet/scan/1\",\"findings\":[{\"rule\":\"x\"}]}"
        }) {
      Files.writeString(baseline, text);
      Sgdiet.Result result = scan("--baseline", baseline);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .isEqualTo("sgdiet: " + baseline + ": not the report of a scan" + wanted);
    }
  }

  @Test
  void aReviewLeavesOutWhatIsSuppressedOrKnown() throws IOException {
    Path repository = Files.createDirectory(directory.resolve("repository"));
    GitSandbox git = GitSandbox.init(repository);
    String wrong = Files.readString(Sgdiet.TREE.resolve(MISUSE));
    String right = wrong.replace("req->src, count, DMA_TO", "req->src, nents, DMA_TO");
    git.write(MISUSE, right.getBytes(UTF_8)).commit("crypto: acme: import");
    git.write(MISUSE, wrong.getBytes(UTF_8)).commit("crypto: acme: break it");
    assertThat(Sgdiet.run("review", "-C", repository, "HEAD").code()).isEqualTo(1);
    Files.writeString(list, ENTRY + "\n");
    Sgdiet.Result suppressed = Sgdiet.run("review", "-C", repository, "--suppress", list, "HEAD");
    assertThat(suppressed.code()).isZero();
    assertThat(suppressed.err()).isEqualTo("sgdiet: note: " + list + ": leaves out 1 finding\n");
    Path baseline = directory.resolve("old");
    Files.writeString(baseline, Sgdiet.run("scan", repository, "--format", "json").out());
    assertThat(Sgdiet.run("review", "-C", repository, "--baseline", baseline, "HEAD").code())
        .isZero();
    git.run("revert", "--no-edit", "HEAD");
    Sgdiet.Result fixed = Sgdiet.run("review", "-C", repository, "--suppress", list, "HEAD");
    assertThat(fixed.out()).startsWith("HEAD: 1 C file changed: adds 0 findings, fixes 0, moves 0");
    assertThat(fixed.err()).contains(list + ":1: stale");
  }
}
