// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;

/// A rewrite that would edit a BUG_ON() is left to a person.
class CrashLinesTest {

  private static final String TEXT =
      """
      void golden_done(struct golden *g)
      {
      	BUG_ON(g->head > g->sg.length);
      	g->left = g->sg.length;
      }
      """;

  private static Outcome edited(int from) {
    int at = TEXT.indexOf("g->sg.length", from);
    Edit edit = new Edit(new Span(at, at + "g->sg.length".length()), "g->len");
    return CrashLines.avoided(
        new Outcome.Proposal(
            List.of(new FileEdits(GoldenTree.DRIVER, List.of(edit))), List.of(), "x", "y"),
        new CodeTree(GoldenTree.of(TEXT)));
  }

  @Test
  void theLineIsNamed() {
    assertThat(edited(0))
        .isInstanceOfSatisfying(
            Outcome.Refusal.class,
            r -> {
              assertThat(r.line()).isEqualTo(3);
              assertThat(r.reason()).contains("BUG_ON()");
            });
  }

  @Test
  void anEditBesideItIsNone() {
    assertThat(edited(TEXT.indexOf("g->left"))).isInstanceOf(Outcome.Proposal.class);
  }
}
