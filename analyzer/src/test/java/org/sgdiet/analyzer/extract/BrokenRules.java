// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import org.sgdiet.analyzer.fact.WrittenTree;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Finding;
import org.sgdiet.runtime.campaign.Verdict;

/// The rules that a function of a written driver is said to break when it runs.
final class BrokenRules {

  private BrokenRules() {}

  /// The rules; none when the function ran and broke none.
  static List<String> of(String text, String function) {
    WrittenTree tree = WrittenTree.of(text);
    Extraction extraction =
        new Extractor(new TreeModel(tree))
            .extract("drivers/acme/acme.c", function, Partners.in(tree));
    if (!(extraction instanceof Extraction.Extracted(var program, var _))) {
      throw new AssertionError(extraction);
    }
    return switch (Campaign.standard().verify(program)) {
      case Verdict.Silent _ -> List.of();
      case Verdict.Misuse m -> m.findings().stream().map(Finding::rule).distinct().toList();
      case Verdict.NotExecutable n -> List.of("not-executable: " + n.reason());
      case Verdict.ProvedOnCampaign _, Verdict.Differs _ -> throw new AssertionError();
    };
  }
}
