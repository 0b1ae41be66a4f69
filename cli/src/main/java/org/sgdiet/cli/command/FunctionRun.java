// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.extract.Extraction;
import org.sgdiet.analyzer.extract.Extractor;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.report.VerifyReport.Entry;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.rewriter.validate.Validator;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Finding;
import org.sgdiet.runtime.campaign.RunText;
import org.sgdiet.runtime.campaign.TraceText;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.program.Program;

/// The execution of one function of a tree, put into words.
record FunctionRun(SourceTree tree) {
  private static final int SIDE_WIDTH = 66;
  private static final int MOST_EVENTS = 24;

  /// The function as it is, or against the same function of another version of the tree.
  Entry entry(Touched function, Optional<SourceTree> after) {
    return after
        .map(a -> entry(function, new Validator(tree).compare(function, a), Optional.empty()))
        .orElseGet(() -> asIs(function));
  }

  private Entry asIs(Touched function) {
    TreeModel model = new TreeModel(tree);
    return switch (new Extractor(model).extract(function.file(), function.function())) {
      case Extraction.Extracted(Program program, var _) ->
          entry(function, Campaign.standard().verify(program), Optional.of(program));
      case Extraction.Unsupported(String reason, String path, var span) ->
          new Entry(
              function.file(),
              function.function(),
              "not-executable",
              "%s:%d: %s".formatted(path, model.source(path).line(span.start()), reason),
              0,
              List.of());
    };
  }

  /// A verdict with what shows it.
  static Entry entry(Touched function, Verdict verdict, Optional<Program> program) {
    String word;
    String reason;
    List<String> witness = new ArrayList<>();
    switch (verdict) {
      case Verdict.Silent s -> {
        word = "silent";
        reason = s.coverage().describe();
      }
      case Verdict.Misuse m -> {
        word = "misuse";
        reason = String.join(", ", m.findings().stream().map(Finding::rule).distinct().toList());
        m.findings().forEach(f -> program.ifPresent(p -> witness.addAll(lines(p, f))));
      }
      case Verdict.ProvedOnCampaign p -> {
        word = "proved";
        reason =
            "on %s; IOVA allocations %d before, %d after; IOTLB syncs %d before, %d after%s"
                .formatted(
                    p.coverage().describe(),
                    p.before().iovaAllocations(),
                    p.after().iovaAllocations(),
                    p.before().iotlbSyncs(),
                    p.after().iotlbSyncs(),
                    p.fixed().isEmpty() ? "" : "; no longer " + String.join(", ", p.fixed()));
      }
      case Verdict.Differs d -> {
        word = "differs";
        reason = d.reason();
        witness.add(RunText.conditions(d.before()));
        witness.addAll(TraceText.aligned(d.before(), d.after(), SIDE_WIDTH));
      }
      case Verdict.NotExecutable n -> {
        word = "not-executable";
        reason = n.reason();
      }
    }
    return new Entry(
        function.file(), function.function(), word, reason, verdict.coverage().runs(), witness);
  }

  private static List<String> lines(Program program, Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s [%s]".formatted(program.describe(finding.at()), finding.text(), finding.rule()));
    finding.mappedAt().ifPresent(at -> lines.add(program.describe(at) + ": note: mapped here"));
    lines.add("shown by " + RunText.summary(program, finding.witness()));
    List<String> events = RunText.lines(program, finding.witness());
    events.stream().limit(MOST_EVENTS / 2).forEach(l -> lines.add("  " + l));
    if (events.size() > MOST_EVENTS) {
      lines.add("  ... %d more events ...".formatted(events.size() - MOST_EVENTS));
    }
    events.stream()
        .skip(Math.max(MOST_EVENTS / 2, events.size() - MOST_EVENTS / 2))
        .forEach(l -> lines.add("  " + l));
    return lines;
  }
}
