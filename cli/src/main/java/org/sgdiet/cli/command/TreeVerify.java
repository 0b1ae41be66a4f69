// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.extract.Extraction;
import org.sgdiet.analyzer.extract.Extractor;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.report.VerifyReport;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Finding;
import org.sgdiet.runtime.campaign.RunText;
import org.sgdiet.runtime.campaign.Shapes;
import org.sgdiet.runtime.campaign.TraceText;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Program;

/// The execution of functions of a tree, alone or against another version of it.
final class TreeVerify {
  /// The profiles whose runs are shown for a proved rewrite: without and with an IOMMU.
  private static final List<String> SHOWN = List.of("direct", "x86-intel-strict");

  /// Columns of one side of two aligned traces.
  private static final int WIDTH = 76;

  /// Lines of a run that are shown.
  private static final int MOST_LINES = 24;

  private final SourceTree tree;
  private final Partners partners;
  private final Campaign campaign = Campaign.standard();

  /// @param partners which functions of the tree undo the mappings of others
  TreeVerify(SourceTree tree, Partners partners) {
    this.tree = tree;
    this.partners = partners;
  }

  /// The function as it is.
  VerifyReport.Entry alone(String file, String function) {
    return switch (extract(file, function)) {
      case Extraction.Unsupported u -> unsupported(file, function, "", u, tree);
      case Extraction.Extracted(Program program, var _) -> {
        Verdict verdict = campaign.verify(program);
        yield entry(file, function, verdict, witness(program, verdict));
      }
    };
  }

  /// The function against the one of the same name in `after`.
  VerifyReport.Entry against(SourceTree after, String file, String function) {
    return switch (extract(file, function)) {
      case Extraction.Unsupported u -> unsupported(file, function, "before: ", u, tree);
      case Extraction.Extracted(Program program, var undo) ->
          switch (new Extractor(new TreeModel(after)).extract(file, function, undo)) {
            case Extraction.Unsupported u -> unsupported(file, function, "after: ", u, after);
            case Extraction.Extracted(Program other, var _) -> {
              Verdict verdict = campaign.compare(program, other);
              yield entry(
                  file,
                  function,
                  verdict,
                  verdict instanceof Verdict.ProvedOnCampaign
                      ? shown(program, other)
                      : witness(program, verdict));
            }
          };
    };
  }

  private Extraction extract(String file, String function) {
    return new Extractor(new TreeModel(tree)).extract(file, function, partners);
  }

  private static VerifyReport.Entry unsupported(
      String file, String function, String side, Extraction.Unsupported why, SourceTree tree) {
    int line = new TreeModel(tree).source(why.path()).line(why.span().start());
    String reason = side + why.path() + ":" + line + ": " + why.reason();
    return new VerifyReport.Entry(file, function, "not-executable", reason, 0, List.of());
  }

  private static VerifyReport.Entry entry(
      String file, String function, Verdict verdict, List<String> witness) {
    String coverage = verdict.coverage().describe();
    int runs = verdict.coverage().runs();
    return switch (verdict) {
      case Verdict.Silent _ ->
          new VerifyReport.Entry(file, function, "silent", coverage, runs, witness);
      case Verdict.Misuse m ->
          new VerifyReport.Entry(
              file, function, "misuse", m.findings().getFirst().text(), runs, witness);
      case Verdict.ProvedOnCampaign p ->
          new VerifyReport.Entry(
              file,
              function,
              "proved",
              p.fixed().isEmpty()
                  ? coverage
                  : coverage + "; no longer " + String.join(", ", p.fixed()),
              runs,
              witness);
      case Verdict.Differs d ->
          new VerifyReport.Entry(file, function, "differs", d.reason(), runs, witness);
      case Verdict.NotExecutable n ->
          new VerifyReport.Entry(file, function, "not-executable", n.reason(), runs, witness);
    };
  }

  private static List<String> witness(Program program, Verdict verdict) {
    List<String> lines = new ArrayList<>();
    switch (verdict) {
      case Verdict.Misuse m -> {
        Set<String> rules = new HashSet<>();
        for (Finding finding : m.findings()) {
          if (rules.add(finding.rule())) {
            lines.add(
                program.describe(finding.at())
                    + ": "
                    + finding.text()
                    + " ["
                    + finding.rule()
                    + "]");
            lines.add("  seen on " + String.join(", ", finding.profiles()));
            lines.add("  " + RunText.conditions(finding.witness()));
            RunText.lines(program, finding.witness()).stream()
                .limit(MOST_LINES)
                .forEach(line -> lines.add("  " + line));
          }
        }
      }
      case Verdict.Differs d -> {
        lines.add(RunText.conditions(d.after()));
        lines.addAll(TraceText.aligned(d.before(), d.after(), WIDTH));
      }
      case Verdict.Silent _, Verdict.ProvedOnCampaign _, Verdict.NotExecutable _ -> {}
    }
    return lines;
  }

  private static List<String> shown(Program before, Program after) {
    List<String> lines = new ArrayList<>();
    for (String name : SHOWN) {
      Profile profile = Profiles.named(name).orElseThrow();
      Run first = Machine.run(before, profile, Shapes.SCATTERED, Plan.ORDINARY);
      Run second = Machine.run(after, profile, Shapes.SCATTERED, Plan.ORDINARY);
      lines.add(RunText.conditions(second));
      lines.addAll(TraceText.aligned(first, second, WIDTH));
    }
    return lines;
  }
}
