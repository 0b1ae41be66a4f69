// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.List;
import java.util.Optional;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.path.Costs;

/// What the execution of a rewrite says.
///
/// @param executed the function whose mapping was run
/// @param verdict of the campaign: proved, different, or not executable
/// @param unrun of a proved rewrite, what it changes and no compared run came by
public record Validation(Touched executed, Verdict verdict, List<Unrun> unrun) {

  public Validation {
    unrun = List.copyOf(unrun);
  }

  /// The word used in reports: `proved`, `differs` or `not-executable`.
  public String word() {
    return switch (verdict) {
      case Verdict.ProvedOnCampaign _ -> "proved";
      case Verdict.Differs _ -> "differs";
      case Verdict.NotExecutable _, Verdict.Silent _, Verdict.Misuse _ -> "not-executable";
    };
  }

  /// Number of runs that were made to their end.
  public int runs() {
    return verdict.coverage().runs();
  }

  /// One line that says more than the word: what ran, or why it is not proved.
  public String describe() {
    return switch (verdict) {
      case Verdict.ProvedOnCampaign p ->
          p.coverage().describe()
              + (p.fixed().isEmpty() ? "" : "; no longer " + String.join(", ", p.fixed()))
              + (unrun.isEmpty() ? "" : "; in no run: " + String.join(", ", Unrun.words(unrun)));
      case Verdict.Differs d -> d.reason();
      case Verdict.NotExecutable n -> n.reason();
      case Verdict.Silent s -> s.coverage().describe();
      case Verdict.Misuse m -> m.coverage().describe();
    };
  }

  /// What all runs together cost, before and after.
  ///
  /// @param iovaAllocations address ranges reserved
  /// @param iotlbSyncs times the IOTLB was brought up to date
  public record Cost(long iovaAllocations, long iotlbSyncs) {

    private static Cost of(Costs.Snapshot s) {
      return new Cost(s.iovaAllocations(), s.iotlbSyncs());
    }
  }

  /// Costs before, of a proved rewrite.
  public Optional<Cost> costBefore() {
    return verdict instanceof Verdict.ProvedOnCampaign p
        ? Optional.of(Cost.of(p.before()))
        : Optional.empty();
  }

  /// Costs after, of a proved rewrite.
  public Optional<Cost> costAfter() {
    return verdict instanceof Verdict.ProvedOnCampaign p
        ? Optional.of(Cost.of(p.after()))
        : Optional.empty();
  }

  /// Whether the rewrite makes mapping dearer behind an IOMMU: it then is no part of the default
  /// set.
  public boolean dearer() {
    return costBefore()
        .flatMap(b ->
            costAfter()
                .map(a ->
                    a.iovaAllocations() > b.iovaAllocations() || a.iotlbSyncs() > b.iotlbSyncs()))
        .orElse(false);
  }
}
