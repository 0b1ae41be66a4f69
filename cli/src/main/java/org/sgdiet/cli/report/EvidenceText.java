// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.List;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.rewriter.validate.Unrun;
import org.sgdiet.rewriter.validate.Validation.Cost;
import org.sgdiet.runtime.campaign.Coverage;
import org.sgdiet.runtime.campaign.Verdict;

/// What was executed for a rewrite, in words for a commit's log.
public final class EvidenceText {
  private EvidenceText() {}

  /// One paragraph; it claims what ran and nothing else.
  public static String of(Proposed proposed) {
    String function = proposed.validation().executed().function() + "()";
    return switch (proposed.validation().verdict()) {
      case Verdict.ProvedOnCampaign proved ->
          "The mapping calls of %s were executed before and after this change on an emulation of the kernel's mapping paths: %s. %s%s%s%s"
              .formatted(
                  function,
                  coverage(proved.coverage()),
                  same(proved),
                  fixed(proved.fixed()),
                  cost(proposed),
                  unrun(proposed));
      case Verdict.NotExecutable no ->
          "The mapping calls of %s could not be executed for comparison: %s."
              .formatted(function, no.reason());
      case Verdict.Differs differs ->
          throw new IllegalArgumentException("a wrong rewrite is not posted: " + differs.reason());
      case Verdict.Silent silent -> coverage(silent.coverage());
      case Verdict.Misuse misuse -> coverage(misuse.coverage());
    };
  }

  private static String coverage(Coverage coverage) {
    return "%s (profiles %s; inputs %s)"
        .formatted(
            coverage.describe(),
            Prose.listed(coverage.profiles()),
            Prose.listed(coverage.shapes()));
  }

  /// What the runs had in common. A run in which the code before breaks a rule is no measure.
  private static String same(Verdict.ProvedOnCampaign proved) {
    return (proved.unruly() == 0
            ? "In every run"
            : "In every run but "
                + proved.unruly()
                + ", in which the code before breaks a rule or stops,")
        + " the device reached the same memory in the same order, and "
        + (proved.leftMapped() == 0
            ? "every mapping was undone as it was made."
            : "nothing was left mapped that was unmapped before.");
  }

  private static String fixed(List<String> rules) {
    return rules.isEmpty()
        ? ""
        : " The code before broke rules in these runs that the code after does not: "
            + Prose.listed(rules)
            + ".";
  }

  /// What changes and did not run, by the lines of the file before.
  private static String unrun(Proposed proposed) {
    List<String> words = Unrun.words(proposed.validation().unrun());
    return words.isEmpty()
        ? ""
        : " Changed too, and in none of these runs (lines as before this change): "
            + Prose.listed(words)
            + ".";
  }

  private static String cost(Proposed proposed) {
    return proposed
        .validation()
        .costBefore()
        .flatMap(before -> proposed.validation().costAfter().map(after -> cost(before, after)))
        .orElse("");
  }

  private static String cost(Cost before, Cost after) {
    return before.equals(after)
        ? " Behind an IOMMU it takes as many IOVA allocations and IOTLB syncs as before."
        : " Behind an IOMMU all runs together took %d IOVA allocations and %d IOTLB syncs, before %d and %d."
            .formatted(
                after.iovaAllocations(),
                after.iotlbSyncs(),
                before.iovaAllocations(),
                before.iotlbSyncs());
  }
}
