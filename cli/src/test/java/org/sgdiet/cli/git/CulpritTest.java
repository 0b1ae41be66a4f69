// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;

class CulpritTest {
  private static final String FILE = "linux/d/a.c";
  private static final String LAST = "zero\none\n\ttwo\nTHREE\n";

  @TempDir private Path directory;

  @BeforeEach
  void history() {
    GitSandbox git = GitSandbox.init(directory);
    git.write(FILE, "one\n".getBytes(ISO_8859_1)).commit("Import");
    git.write(FILE, "one\ntwo\nthree\n".getBytes(ISO_8859_1)).commit("d: a: count further");
    git.write(FILE, "one\ntwo\nTHREE\n".getBytes(ISO_8859_1)).commit("d: a: shout");
    git.write(FILE, LAST.getBytes(ISO_8859_1)).commit("d: a: start lower and indent");
  }

  private Optional<String> subject(Edit... edits) {
    try (GitBase base = GitBase.open(directory.resolve("linux"), "HEAD")) {
      FileEdits file = new FileEdits("d/a.c", List.of(edits));
      return Culprit.of(base, file, LAST.getBytes(ISO_8859_1)).map(Culprit::subject);
    }
  }

  private static Edit replacing(String word) {
    int at = LAST.indexOf(word);
    return new Edit(new Span(at, at + word.length()), "x");
  }

  @Test
  void isWhoWroteTheLineNotWhoIndentedIt() {
    assertThat(subject(replacing("two"))).contains("d: a: count further");
    assertThat(subject(replacing("THREE"))).contains("d: a: shout");
  }

  @Test
  void isNobodyForLinesOfSeveral() {
    assertThat(subject(replacing("two"), replacing("THREE"))).isEmpty();
    assertThat(subject(replacing("two\nTHREE"))).isEmpty();
  }

  @Test
  void isNobodyForTheBeginningOfHistoryAndForAddedLines() {
    assertThat(subject(replacing("one"))).isEmpty();
    assertThat(subject(Edit.insert(0, "new\n"))).isEmpty();
  }

  @Test
  void isNamedAsLogsDo() {
    try (GitBase base = GitBase.open(directory.resolve("linux"), "HEAD")) {
      FileEdits file = new FileEdits("d/a.c", List.of(replacing("zero")));
      assertThat(Culprit.of(base, file, LAST.getBytes(ISO_8859_1)).map(Culprit::tag))
          .contains(
              "Fixes: %s (\"d: a: start lower and indent\")"
                  .formatted(base.commit().name().substring(0, 12)));
    }
  }
}
