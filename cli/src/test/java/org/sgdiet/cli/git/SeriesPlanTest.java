// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sgdiet.cli.git.MailPatch.Kind.API;
import static org.sgdiet.cli.git.MailPatch.Kind.CONVERSION;
import static org.sgdiet.cli.git.MailPatch.Kind.FIX;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.cli.report.Prose;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;

class SeriesPlanTest {
  private static final byte[] BASE = "one\ntwo\nthree\nfour\n".getBytes(ISO_8859_1);

  private static Rewrite rewrite(
      MailPatch.Kind kind, String recipe, String file, String summary, Edit... edits) {
    return new Rewrite(
        kind,
        recipe,
        file,
        List.of(new FileEdits(file, Arrays.asList(edits))),
        Map.of(),
        List.of(recipe.replace('r', 'f')),
        summary,
        List.of("Why " + recipe + "."),
        "Executed.");
  }

  private static Edit edit(int start, int end, String text) {
    return new Edit(new Span(start, end), text);
  }

  private static SeriesPlan plan(Rewrite... rewrites) {
    return SeriesPlan.of(
        List.of(rewrites),
        new SeriesPlan.Files(
            _ -> BASE,
            path -> SubjectPrefix.ofPath(path),
            paths -> List.of("maintainer-of-" + paths.getFirst()),
            edits ->
                edits.path().equals("d/known.c")
                    ? Optional.of(
                        new Culprit("0123456789ab", "d: known: say \"hello\" to all who read it"))
                    : Optional.empty(),
            "linux/"),
        "Generated.",
        List.of("EDITME: say what was tried"));
  }

  @Test
  void aFixNamesTheCommitThatHistoryKnows() {
    MailPatch fix =
        plan(rewrite(FIX, "r0", "d/known.c", "fix it", edit(8, 13, "3"))).patches().getFirst();
    assertThat(fix.log())
        .endsWith(
            "Generated.\n\nFixes: 0123456789ab (\"d: known: say \"hello\" to all who read it\")");
    assertThat(fix.notes())
        .containsExactly(
            "EDITME: say what was tried",
            "EDITME: Fixes: names who last changed these lines; check that it did not just move"
                + " them");
  }

  @Test
  void eachPatchStandsOnTheOnesBefore(@TempDir Path directory) {
    SeriesPlan plan =
        plan(
            rewrite(CONVERSION, "r1", "d/a.c", "map it", edit(0, 3, "ONE")),
            rewrite(FIX, "r0", "d/a.c", "fix it", edit(8, 13, "THREE"), edit(4, 4, "new\n")),
            rewrite(CONVERSION, "r1", "d/a.c", "map it", edit(14, 18, "FOUR")));
    assertThat(plan.patches())
        .extracting(MailPatch::subject)
        .containsExactly("d: a: fix it", "d: a: map it");
    assertThat(plan.patches().getFirst().log()).isEqualTo("Why r0.\n\nExecuted.\n\nGenerated.");
    assertThat(plan.patches().getFirst().recipients()).containsExactly("maintainer-of-d/a.c");
    assertThat(plan.patches().getFirst().notes())
        .containsExactly(
            "EDITME: say what was tried",
            "EDITME: add the Fixes: tag of the commit that brought this; the history does not tell");
    assertThat(plan.patches().getLast().notes()).containsExactly("EDITME: say what was tried");
    GitSandbox git = GitSandbox.init(directory);
    git.write("linux/d/a.c", BASE).commit("Import");
    List<String> contents = new ArrayList<>();
    try (GitBase base = GitBase.open(directory, "HEAD")) {
      Branch.create(base, "series", plan.patches());
    }
    for (String revision : List.of("series~1", "series")) {
      contents.add(git.run("show", revision + ":linux/d/a.c"));
    }
    assertThat(contents)
        .containsExactly("one\nnew\ntwo\nTHREE\nfour\n", "ONE\nnew\ntwo\nTHREE\nFOUR\n");
    assertThat(plan.patches().get(1).changes().getFirst().before())
        .map(before -> new String(before, ISO_8859_1))
        .isEqualTo(Optional.of("one\nnew\ntwo\nTHREE\nfour\n"));
  }

  @Test
  void whatOverlapsIsHeldBack() {
    Rewrite second = rewrite(API, "r1", "d/a.c", "map it", edit(2, 5, "x"));
    SeriesPlan plan = plan(rewrite(FIX, "r0", "d/a.c", "fix it", edit(0, 3, "ONE")), second);
    assertThat(plan.patches()).hasSize(1);
    assertThat(plan.heldBack()).containsExactly(second);
  }

  @Test
  void subjectsAreUnique() {
    SeriesPlan plan =
        plan(
            rewrite(FIX, "r0", "d/a.c", "map it", edit(0, 3, "ONE")),
            rewrite(API, "r1", "d/a.c", "map it", edit(4, 7, "TWO")));
    assertThat(plan.patches())
        .extracting(MailPatch::subject)
        .containsExactly("d: a: map it", "d: a: map it in f1()");
  }

  @Test
  void theCoverSaysWhichPatchDoesWhat() {
    SeriesPlan plan =
        plan(
            rewrite(CONVERSION, "r1", "mtd/b.c", "map it", edit(0, 3, "ONE")),
            rewrite(CONVERSION, "r1", "mtd/a.c", "map it", edit(0, 3, "ONE")),
            rewrite(API, "r2", "kernel/dma/mapping.c", "add it", edit(0, 3, "ONE")),
            rewrite(FIX, "r0", "mtd/c.c", "end it", edit(0, 3, "ONE")));
    assertThat(CoverLetter.subject(plan.patches()))
        .isEqualTo("mtd: take the input and the output of DMA mappings apart");
    String text =
        CoverLetter.text(
            plan,
            new Identity("Ada", "ada@example.org"),
            Optional.empty(),
            "Generated.",
            "EDITME: try");
    assertThat(text.replace('\n', ' '))
        .contains(
            "Patch 1 ends misuse of the DMA API. Patch 2 adds the calls that the conversions after"
                + " it use. Patches 3 and 4 convert drivers, none of which needs another.")
        .contains("Generated.  EDITME: try.");
    SeriesPlan alike =
        plan(
            rewrite(CONVERSION, "r1", "mtd/a.c", "map it", edit(0, 3, "ONE")),
            rewrite(CONVERSION, "r1", "tty/b.c", "map it", edit(0, 3, "ONE")));
    assertThat(CoverLetter.subject(alike.patches())).isEqualTo("treewide: map it");
  }

  @Test
  void paragraphsAreFilled() {
    assertThat(Prose.of(List.of("word ".repeat(30), " ", "next")).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(72))
        .endsWith("next");
    assertThat(Prose.listed(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    assertThat(Prose.listed(List.of("a"))).isEqualTo("a");
  }
}
