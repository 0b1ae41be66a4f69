// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.PhyrTree;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Verdict;

/// Executes rewrites of one tree before and after. Belongs to one thread.
public final class Validator {

  private final SourceTree tree;
  private final Partners partners;
  private final SourceTree base;
  private final CodeTree code;
  private final DriverFunctions functions;
  private final Campaign campaign;
  private List<FileEdits> lastEdits = List.of();
  private Versions lastVersions;

  /// A validator over `tree` that runs the standard campaign; rewrites in the phyr dialect stand on
  /// its API patch.
  ///
  /// @param partners which functions of the tree undo the mappings of others
  public Validator(SourceTree tree, Partners partners, Dialect dialect) {
    this(
        tree,
        partners,
        switch (dialect) {
          case UPSTREAM -> tree;
          case PHYR -> PhyrTree.of(tree);
        },
        Campaign.standard());
  }

  /// A validator over `tree` that runs `campaign` for rewrites in the upstream dialect.
  public Validator(SourceTree tree, Partners partners, Campaign campaign) {
    this(tree, partners, tree, campaign);
  }

  private Validator(SourceTree tree, Partners partners, SourceTree base, Campaign campaign) {
    this.tree = tree;
    this.partners = partners;
    this.base = base;
    this.code = new CodeTree(tree);
    this.functions = new DriverFunctions(code);
    this.campaign = campaign;
    this.lastVersions = new Versions(tree, base, partners, campaign);
  }

  /// Executes what a proposal touches, or when that maps nothing, its callers. Proved is a rewrite
  /// that shows no difference in any run, as long as runs showed enough of each function that it
  /// changes ([Shown#enough]); what none of them came by is named.
  public Validation validate(Outcome.Proposal proposal) {
    Versions versions = versions(proposal.edits());
    List<Change> changes = Change.of(proposal.edits(), code);
    Shown shown = new Shown(!proposal.mends().isEmpty());
    Optional<Validation> first = Optional.empty();
    List<Validation> proved = new ArrayList<>();
    List<Touched> candidates = candidates(proposal);
    for (Touched function : candidates) {
      Compared compared = versions.compare(function);
      Validation validation =
          new Validation(function, mended(compared.verdict(), proposal.mends()), List.of());
      first = first.or(() -> Optional.of(validation));
      switch (validation.verdict()) {
        case Verdict.Differs _ -> {
          return validation;
        }
        case Verdict.ProvedOnCampaign _ -> {
          proved.add(validation);
          shown.add(compared);
        }
        case Verdict.NotExecutable _, Verdict.Silent _, Verdict.Misuse _ -> {}
      }
    }
    return proved.isEmpty()
        ? first.orElseThrow()
        : complete(proved, candidates, changes, shown, versions);
  }

  /// A proof together with what no run has shown. What uses the mapping and was in no run is tried
  /// behind the functions that map, and by itself.
  private Validation complete(
      List<Validation> proved,
      List<Touched> ran,
      List<Change> changes,
      Shown shown,
      Versions versions) {
    List<Touched> mappers = proved.stream().map(Validation::executed).toList();
    List<Touched> others =
        changes.stream()
            .filter(c -> !shown.enough(c))
            .map(Change::touched)
            .filter(f -> functions.maps(f) && !ran.contains(f))
            .toList();
    UseRuns runs = new UseRuns(functions, versions);
    for (Change changed : changes) {
      if (shown.enough(changed)) {
        continue;
      }
      Optional<Verdict> why = Optional.empty();
      for (Supplier<Compared> way : runs.of(changed.touched(), mappers, others)) {
        Compared compared = way.get();
        if (compared.verdict() instanceof Verdict.Differs differs) {
          return new Validation(changed.touched(), differs, List.of());
        }
        shown.add(compared);
        if (shown.enough(changed)) {
          break;
        }
        why = Optional.of(compared.verdict());
      }
      if (!shown.enough(changed)) {
        return new Validation(
            changed.touched(), unrun(changed.touched(), why.orElseThrow()), List.of());
      }
    }
    Validation first = proved.getFirst();
    return new Validation(
        first.executed(),
        first.verdict(),
        changes.stream().flatMap(c -> shown.unrun(c).stream()).toList());
  }

  private static Verdict unrun(Touched changed, Verdict verdict) {
    String why =
        verdict instanceof Verdict.NotExecutable n
            ? n.reason()
            : "with the objects that the mapping leaves it takes other ways";
    return new Verdict.NotExecutable(
        "no run comes by what changes in " + changed.function() + "(): " + why,
        Optional.empty(),
        verdict.coverage());
  }

  /// What is said of a rewrite that is to end a misuse: proved only when runs showed the misuse
  /// before, and none after.
  private static Verdict mended(Verdict verdict, Set<String> mends) {
    return verdict instanceof Verdict.ProvedOnCampaign proved
            && !mends.isEmpty()
            && proved.fixed().stream().noneMatch(mends::contains)
        ? new Verdict.NotExecutable(
            "runs as before, but no run shows the misuse that it ends",
            Optional.empty(),
            proved.coverage())
        : verdict;
  }

  /// Executes one function of this tree against the same function of another version of it.
  public Verdict verdict(Touched function, SourceTree after) {
    return new Versions(tree, after, partners, campaign).compare(function).verdict();
  }

  /// The tree before and after a proposal. Proposals for several sites of one driver often make the
  /// same edits.
  private Versions versions(List<FileEdits> edits) {
    if (!edits.equals(lastEdits)) {
      lastEdits = edits;
      lastVersions = new Versions(tree, new EditedTree(base, edits), partners, campaign);
    }
    return lastVersions;
  }

  private List<Touched> candidates(Outcome.Proposal proposal) {
    Set<Touched> set = new LinkedHashSet<>();
    for (Touched touched : proposal.functions()) {
      if (functions.maps(touched)) {
        set.add(touched);
      }
    }
    for (Touched touched : proposal.functions()) {
      if (set.isEmpty()) {
        functions.callers(touched).stream().filter(functions::maps).forEach(set::add);
      }
    }
    if (set.stream().noneMatch(proposal.functions()::contains)) {
      // What a caller has mapped can also be lent to the function.
      set.add(proposal.functions().getFirst());
    }
    return new ArrayList<>(set);
  }
}
