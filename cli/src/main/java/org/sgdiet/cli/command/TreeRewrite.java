// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.report.RewriteResult;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.cli.report.RewriteResult.Refused;
import org.sgdiet.cli.terminal.ProgressLine;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.Rewrites;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.edit.UnifiedDiff;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.rewriter.recipe.Recipe;
import org.sgdiet.rewriter.recipe.Recipes;
import org.sgdiet.rewriter.validate.Validator;

/// The rewrites of an opened tree: every recipe asked about every function of the scopes, every
/// proposal executed.
final class TreeRewrite {
  private final TreeArgument.Opened opened;
  private final Dialect dialect;
  private final Predicate<Recipe> asked;

  /// @param asked the recipes to ask
  TreeRewrite(TreeArgument.Opened opened, Dialect dialect, Predicate<Recipe> asked) {
    this.opened = opened;
    this.dialect = dialect;
    this.asked = asked;
  }

  /// What a directory gave.
  private record Part(List<Proposed> proposals, List<Refused> refusals) {}

  RewriteResult run(Terminal terminal) {
    Map<String, List<String>> directories = new TreeMap<>();
    for (String path : candidates()) {
      directories
          .computeIfAbsent(path.substring(0, path.lastIndexOf('/') + 1), _ -> new ArrayList<>())
          .add(path);
    }
    ScanReport scan = scan(terminal);
    List<Site> sites = scan.sites();
    Partners partners = Partners.of(sites);
    AtomicInteger done = new AtomicInteger();
    List<Part> parts;
    try (ProgressLine progress = new ProgressLine(terminal, "rewriting directory")) {
      parts =
          directories.values().parallelStream()
              .map(files -> {
                Part part = part(files, partners, scan);
                progress.at(done.incrementAndGet(), directories.size());
                return part;
              })
              .toList();
    }
    List<Proposed> proposals = parts.stream().flatMap(p -> p.proposals().stream()).toList();
    List<Refused> refusals =
        new ArrayList<>(parts.stream().flatMap(p -> p.refusals().stream()).toList());
    refusals.addAll(withoutRecipe(sites, proposals, refusals));
    return new RewriteResult(proposals, refusals);
  }

  /// The sites, and the misuse where the dialect has recipes for it.
  private ScanReport scan(Terminal terminal) {
    return switch (dialect) {
      case UPSTREAM -> TreeScan.run(opened, KernelApi.builtIn(), opened::holds, terminal);
      case PHYR -> TreeScan.ofSites(opened, terminal);
    };
  }

  /// The files in which a recipe may have something to say.
  private List<String> candidates() {
    Prefilter words = Recipes.prefilter(dialect);
    return opened.source().paths().parallelStream()
        .filter(opened::holds)
        .filter(path ->
            opened.source().read(path) instanceof Content.Bytes(byte[] bytes)
                && words.matches(bytes))
        .toList();
  }

  private Part part(List<String> files, Partners partners, ScanReport scan) {
    Rewrites rewrites = new Rewrites(opened.source(), dialect, scan.findings());
    Validator validator = new Validator(opened.source(), partners, dialect);
    List<Proposed> proposals = new ArrayList<>();
    List<Refused> refusals = new ArrayList<>();
    for (String file : files) {
      for (Rewrites.Answer answer : rewrites.in(file)) {
        if (!asked.test(answer.recipe()) || !opened.names(answer.file(), answer.function())) {
          continue;
        }
        switch (answer.outcome()) {
          case Outcome.Proposal p -> {
            if (proposals.stream().noneMatch(old -> isSame(old, answer, p))) {
              proposals.add(proposed(answer, p, validator, scan.sites()));
            }
          }
          case Outcome.Refusal(var kind, String at, int line, String reason) ->
              refusals.add(
                  new Refused(
                      at, line, answer.function(), answer.recipe().family(), kind.word(), reason));
          case Outcome.NotApplicable() -> {}
        }
      }
    }
    return new Part(proposals, refusals);
  }

  /// Whether a site is proposed again. A patch that converts several mapping functions is proposed,
  /// and executed, for each of them.
  private static boolean isSame(Proposed old, Rewrites.Answer answer, Outcome.Proposal proposal) {
    return old.proposal().edits().equals(proposal.edits())
        && (old.function().equals(answer.function())
            || old.proposal().functions().equals(proposal.functions()));
  }

  private Proposed proposed(
      Rewrites.Answer answer, Outcome.Proposal proposal, Validator validator, List<Site> sites) {
    return new Proposed(
        answer.file(),
        answer.function(),
        answer.recipe(),
        dialect,
        proposal,
        validator.validate(proposal),
        converted(proposal, sites),
        diff(opened.source(), proposal.edits()));
  }

  /// The mapping calls that an edit changes, in the functions that a proposal converts; when it
  /// changes only what is around them, all of those functions.
  private static List<Place> converted(Outcome.Proposal proposal, List<Site> sites) {
    Set<Touched> functions = Set.copyOf(proposal.functions());
    Map<String, List<Edit>> edits =
        proposal.edits().stream().collect(Collectors.toMap(FileEdits::path, FileEdits::edits));
    List<Site> all =
        sites.stream()
            .filter(s -> s.kind() == SiteKind.MAP)
            .filter(s -> functions.contains(new Touched(s.file(), s.function())))
            .toList();
    List<Site> changed =
        all.stream()
            .filter(s ->
                edits.getOrDefault(s.file(), List.of()).stream()
                    .anyMatch(e -> meet(e.span(), s.span())))
            .toList();
    return (changed.isEmpty() ? all : changed).stream().map(Site::place).toList();
  }

  private static boolean meet(Span a, Span b) {
    return a.start() <= b.end() && b.start() <= a.end();
  }

  /// The diffs of edits, one latin-1 character a byte.
  static String diff(SourceTree tree, List<FileEdits> edits) {
    SourceTree after = new EditedTree(tree, edits);
    StringBuilder out = new StringBuilder();
    for (FileEdits file : edits) {
      if (tree.read(file.path()) instanceof Content.Bytes(byte[] old)
          && after.read(file.path()) instanceof Content.Bytes(byte[] fresh)) {
        out.append(UnifiedDiff.of(file.path(), old, fresh));
      }
    }
    return out.toString();
  }

  /// Mapping sites that no recipe spoke of, with what the scan decided about them.
  private List<Refused> withoutRecipe(
      List<Site> sites, List<Proposed> proposals, List<Refused> refusals) {
    Set<String> spoken =
        proposals.stream()
            .flatMap(p -> p.proposal().functions().stream())
            .map(t -> t.file() + ":" + t.function())
            .collect(Collectors.toSet());
    refusals.forEach(r -> spoken.add(r.file() + ":" + r.function()));
    List<Refused> more = new ArrayList<>();
    for (Site site : sites) {
      if (spoken.contains(site.file() + ":" + site.function())
          || !opened.names(site.file(), site.function())) {
        continue;
      }
      site.map().ifPresent(facts -> more.add(WithoutRecipe.of(site, facts, dialect)));
    }
    return more;
  }
}
