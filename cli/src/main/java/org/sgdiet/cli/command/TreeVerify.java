// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.sgdiet.runtime.machine.Event;
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

  /// Different runs of one function whose traces are shown.
  private static final int MOST_TRACES = 3;

  private final TreeModel tree;
  private final Partners partners;
  private final Campaign campaign;

  /// @param partners which functions of the tree undo the mappings of others
  TreeVerify(SourceTree tree, Partners partners) {
    this(new TreeModel(tree), partners);
  }

  /// As above, for a tree of which names were read before.
  TreeVerify(TreeModel tree, Partners partners) {
    this(tree, partners, Campaign.standard());
  }

  private TreeVerify(TreeModel tree, Partners partners, Campaign campaign) {
    this.tree = tree;
    this.partners = partners;
    this.campaign = campaign;
  }

  /// The same, sooner done when there is but one function to execute.
  TreeVerify ofOne() {
    return new TreeVerify(tree, partners, campaign.sideBySide());
  }

  /// Functions of one file as they are.
  List<VerifyReport.Entry> alone(String file, List<String> functions) {
    Extractor extractor = new Extractor(tree);
    return functions.stream().map(f -> alone(extractor, file, f)).toList();
  }

  /// The function as it is.
  VerifyReport.Entry alone(String file, String function) {
    return alone(new Extractor(tree), file, function);
  }

  private VerifyReport.Entry alone(Extractor extractor, String file, String function) {
    return switch (extractor.extract(file, function, partners)) {
      case Extraction.Unsupported u -> unsupported(file, function, "", u, tree);
      case Extraction.Extracted(Program program, var _) -> {
        Verdict verdict = campaign.verify(program);
        yield entry(file, function, program, verdict, witness(program, verdict));
      }
    };
  }

  /// What the runs of the function as it is show to be wrong, each at the wrong call and at the
  /// mapping that it is about.
  List<Broken> misuses(String file, String function) {
    return extract(file, function) instanceof Extraction.Extracted(Program program, var _)
            && campaign.verify(program) instanceof Verdict.Misuse misuse
        ? misuse.findings().stream()
            .flatMap(f ->
                Stream.concat(Stream.of(f.at()), f.mappedAt().stream())
                    .filter(at -> at.line() > 0)
                    .map(at ->
                        new Broken(
                            f.rule(),
                            program.files().get(at.file()),
                            at.line(),
                            f.text(),
                            RunText.conditions(f.witness()))))
            .toList()
        : List.of();
  }

  /// Whether the runs of the function in `after` are those of before, but for a rule that is broken
  /// no longer.
  boolean mends(SourceTree after, String file, String function, String rule) {
    return extract(file, function) instanceof Extraction.Extracted(Program program, var undo)
        && new Extractor(tree.of(after)).extract(file, function, undo)
            instanceof Extraction.Extracted(Program other, var _)
        && campaign.compare(program, other) instanceof Verdict.ProvedOnCampaign proved
        && proved.fixed().contains(rule);
  }

  /// A comparison.
  ///
  /// @param broken the rule that the version after breaks and the one before does not
  record Compared(VerifyReport.Entry entry, Optional<Broken> broken) {}

  /// A misuse that a run showed.
  record Broken(String rule, String file, int line, String text, String conditions) {}

  /// The function against the one of the same name in `after`.
  Compared against(SourceTree after, String file, String function) {
    return against(tree.of(after), file, function);
  }

  /// As above, for a tree of which names were read before.
  Compared against(TreeModel fresh, String file, String function) {
    return switch (extract(file, function)) {
      case Extraction.Unsupported u -> only(unsupported(file, function, "before: ", u, tree));
      case Extraction.Extracted(Program program, var undo) ->
          switch (new Extractor(fresh).extract(file, function, undo)) {
            case Extraction.Unsupported u -> only(unsupported(file, function, "after: ", u, fresh));
            case Extraction.Extracted(Program other, var _) -> {
              Verdict verdict = campaign.compare(program, other);
              boolean proved = verdict instanceof Verdict.ProvedOnCampaign;
              List<String> lines = proved ? shown(program, other) : witness(program, verdict);
              yield new Compared(
                  entry(file, function, other, verdict, lines), broken(other, verdict));
            }
          };
    };
  }

  private static Compared only(VerifyReport.Entry entry) {
    return new Compared(entry, Optional.empty());
  }

  private static Optional<Broken> broken(Program after, Verdict verdict) {
    if (!(verdict instanceof Verdict.Differs differs)) {
      return Optional.empty();
    }
    Set<String> before =
        differs.before().misuses().stream().map(Event.Misused::rule).collect(Collectors.toSet());
    String conditions = RunText.conditions(differs.after());
    return differs.after().misuses().stream()
        .filter(m -> !before.contains(m.rule()))
        .filter(m -> m.at().line() > 0)
        .findFirst()
        .map(m -> new Broken(m.rule(), file(after, m), m.at().line(), m.text(), conditions))
        .or(() -> lostUnmap(after, differs, conditions))
        .or(() -> overlooked(after, differs, conditions));
  }

  /// A mapping whose failure the version before returns as an error, and the one after as success
  /// without having mapped by other means.
  private static Optional<Broken> overlooked(
      Program after, Verdict.Differs differs, String conditions) {
    if (differs.before().mapped() || !differs.after().mapped()) {
      return Optional.empty();
    }
    List<Event> events = differs.after().events();
    List<Event> outcomes =
        events.stream()
            .filter(e -> e instanceof Event.MapFailed || e instanceof Event.Mapped)
            .toList();
    return outcomes.isEmpty() || !(outcomes.getLast() instanceof Event.MapFailed failed)
        ? Optional.empty()
        : Optional.of(failed)
            .filter(f -> f.at().line() > 0)
            .map(f ->
                new Broken(
                    "failed-to-check-map-error",
                    file(after, f),
                    f.at().line(),
                    f.call() + "() fails, and the function returns success",
                    conditions));
  }

  /// A mapping that the version before ends and the one after does not. Of a run in which nothing
  /// was mapped before nobody knows what ends it.
  private static Optional<Broken> lostUnmap(
      Program after, Verdict.Differs differs, String conditions) {
    if (differs.before().mappings() == 0
        || differs.before().stillMapped() > 0
        || differs.after().stillMapped() == 0) {
      return Optional.empty();
    }
    return differs.after().leftMapped().stream()
        .filter(m -> m.at().line() > 0)
        .findFirst()
        .map(m ->
            new Broken(
                "pending-dma-allocations",
                file(after, m),
                m.at().line(),
                "what this maps stays mapped, no "
                    + m.call().replaceFirst("map", "unmap")
                    + "() ends it",
                conditions));
  }

  private static String file(Program program, Event event) {
    return program.files().get(event.at().file());
  }

  private Extraction extract(String file, String function) {
    return new Extractor(tree).extract(file, function, partners);
  }

  private static VerifyReport.Entry unsupported(
      String file, String function, String side, Extraction.Unsupported why, TreeModel tree) {
    int line = tree.source(why.path()).line(why.span().start());
    String reason = side + why.path() + ":" + line + ": " + why.reason();
    return new VerifyReport.Entry(file, function, "not-executable", reason, 0, List.of());
  }

  private static VerifyReport.Entry entry(
      String file, String function, Program program, Verdict verdict, List<String> witness) {
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
          new VerifyReport.Entry(
              file,
              function,
              "not-executable",
              n.at().map(at -> program.describe(at) + ": ").orElse("") + n.reason(),
              runs,
              witness);
    };
  }

  private static List<String> witness(Program program, Verdict verdict) {
    List<String> lines = new ArrayList<>();
    switch (verdict) {
      case Verdict.Misuse m -> lines.addAll(misuse(program, m.findings()));
      case Verdict.Differs d -> {
        lines.add(RunText.conditions(d.after()));
        lines.addAll(TraceText.aligned(d.before(), d.after(), WIDTH));
      }
      case Verdict.Silent _, Verdict.ProvedOnCampaign _, Verdict.NotExecutable _ -> {}
    }
    return lines;
  }

  /// Each run that shows misuses once, with all that it is the simplest witness of; of a rule that
  /// is broken in several places the first.
  private static List<String> misuse(Program program, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    Set<String> rules = new HashSet<>();
    Map<Run, List<Finding>> byRun =
        findings.stream()
            .filter(f -> rules.add(f.rule()))
            .collect(
                Collectors.groupingBy(Finding::witness, LinkedHashMap::new, Collectors.toList()));
    int shown = 0;
    for (var run : byRun.entrySet()) {
      lines.add(RunText.conditions(run.getKey()));
      if (shown++ < MOST_TRACES) {
        trace(program, run.getKey()).forEach(line -> lines.add("  " + line));
      }
      for (Finding f : run.getValue()) {
        lines.add(program.describe(f.at()) + ": " + f.text() + " [" + f.rule() + "]");
        lines.add("  seen on " + String.join(", ", f.profiles()));
      }
    }
    return lines;
  }

  private static List<String> trace(Program program, Run run) {
    List<String> all = RunText.lines(program, run);
    if (all.size() <= MOST_LINES) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, MOST_LINES));
    some.add("... and " + (all.size() - MOST_LINES) + " lines more");
    return some;
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
