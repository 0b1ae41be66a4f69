// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.Comparator;
import java.util.List;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Recipe;
import org.sgdiet.rewriter.validate.Validation;

/// What could be rewritten in a tree and what could not, both with the evidence.
///
/// @param proposals by file, then function
/// @param refusals by file, then line
public record RewriteResult(List<Proposed> proposals, List<Refused> refusals) {

  public RewriteResult {
    proposals =
        proposals.stream()
            .sorted(
                Comparator.comparing(Proposed::file)
                    .thenComparingInt(p -> p.edits().getFirst().edits().getFirst().span().start()))
            .toList();
    refusals =
        refusals.stream()
            .distinct()
            .sorted(
                Comparator.comparing(Refused::file)
                    .thenComparingInt(Refused::line)
                    .thenComparing(Refused::recipe)
                    .thenComparing(Refused::reason))
            .toList();
  }

  /// A rewrite that was executed before and after.
  ///
  /// @param sites the mapping calls that it converts
  /// @param diff one latin-1 character a byte
  public record Proposed(
      String file,
      String function,
      Recipe recipe,
      Dialect dialect,
      Outcome.Proposal proposal,
      Validation validation,
      List<Place> sites,
      String diff) {

    public Proposed {
      sites = List.copyOf(sites);
    }

    /// What it changes, by path.
    public List<FileEdits> edits() {
      return proposal.edits();
    }

    /// Whether the execution showed that the rewrite is wrong.
    public boolean wrong() {
      return validation.word().equals("differs");
    }

    /// How far the rewrite goes, `fixes` or `inputs`.
    public String stage() {
      return recipe.stage().word();
    }
  }

  /// A site that is not rewritten.
  ///
  /// @param line 1-based
  /// @param recipe the family that fits the site, `R0` to `R12`
  /// @param kind `refuse` or `assist`
  public record Refused(
      String file, int line, String function, String recipe, String kind, String reason) {}

  /// The proposals that are offered: not shown wrong by their execution, and no dearer behind an
  /// IOMMU than what they replace.
  public List<Proposed> good() {
    return proposals.stream().filter(p -> !p.wrong() && !p.validation().dearer()).toList();
  }
}
