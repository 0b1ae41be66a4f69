// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Recipes;
import org.sgdiet.rewriter.validate.Validation;
import org.sgdiet.runtime.campaign.Coverage;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.machine.Lines;
import org.sgdiet.runtime.path.Costs;

/// A proved rewrite that costs more behind an IOMMU is shown, and not offered.
class RewriteCostTest {

  @Test
  void whatCostsTheSameIsOffered() {
    assertThat(costing(4, 4).good()).hasSize(1);
  }

  @Test
  void whatCostsMoreIsLeftOutAndSaysWhatItCosts() {
    RewriteResult result = costing(1, 16);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RewriteReport.diff(
        result,
        "",
        Optional.of("the tree has no struct phyr"),
        new Paint(false),
        new PrintStream(out, true, UTF_8));
    assertThat(result.good()).isEmpty();
    assertThat(out.toString(UTF_8))
        .startsWith("# the tree has no struct phyr\n")
        .contains("dearer behind an IOMMU: 16 IOVA allocations instead of 1, 2 IOTLB syncs")
        .contains("1 as dearer");
  }

  private static RewriteResult costing(long before, long after) {
    Outcome.Touched function = new Outcome.Touched("drivers/x/x.c", "x_start");
    Verdict proved =
        new Verdict.ProvedOnCampaign(
            allocations(before),
            allocations(after),
            List.of(),
            0,
            0,
            new Lines(),
            new Lines(),
            new Coverage(1, 0, 1, 0, false, List.of(), List.of("iommu"), List.of("one")));
    Outcome.Proposal proposal =
        new Outcome.Proposal(
            List.of(new FileEdits(function.file(), List.of(new Edit(new Span(0, 1), "x")))),
            List.of(function),
            "summary",
            "why");
    return new RewriteResult(
        List.of(
            new RewriteResult.Proposed(
                function.file(),
                function.function(),
                Recipes.ALL.getFirst(),
                Dialect.UPSTREAM,
                proposal,
                new Validation(function, proved, List.of()),
                List.of(),
                "")),
        List.of());
  }

  private static Costs.Snapshot allocations(long iova) {
    return new Costs.Snapshot(iova, 0, 2, 0, 0, 0);
  }
}
