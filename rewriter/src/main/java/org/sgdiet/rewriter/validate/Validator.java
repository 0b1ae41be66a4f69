// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.extract.Extraction;
import org.sgdiet.analyzer.extract.Extractor;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.model.flow.ListUses;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.PhyrTree;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Coverage;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.program.Program;

/// Executes rewrites of one tree before and after. Belongs to one thread.
public final class Validator {

  private static final Coverage NOTHING =
      new Coverage(0, 0, 0, 0, false, List.of(), List.of(), List.of());

  private final SourceTree tree;
  private final Partners partners;
  private final SourceTree base;
  private final CodeTree code;
  private final Campaign campaign;

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
    this.campaign = campaign;
  }

  /// Executes what a proposal touches, or when that maps nothing, its callers. Proved is a rewrite
  /// that shows no difference in any run, as long as each function that it changes and that reads
  /// what was mapped is in one of them; changed functions that only unmap may be left out, and are
  /// named.
  public Validation validate(Outcome.Proposal proposal) {
    SourceTree patched = new EditedTree(base, proposal.edits());
    Set<Touched> unseen = changed(proposal);
    Optional<Validation> first = Optional.empty();
    Optional<Validation> proved = Optional.empty();
    for (Touched function : candidates(proposal)) {
      Compared compared = compare(function, patched);
      Validation validation =
          new Validation(function, mended(compared.verdict(), proposal.mends()), List.of());
      first = first.or(() -> Optional.of(validation));
      switch (validation.verdict()) {
        case Verdict.Differs _ -> {
          return validation;
        }
        case Verdict.ProvedOnCampaign _ -> {
          proved = proved.or(() -> Optional.of(validation));
          unseen.removeAll(compared.functions());
        }
        case Verdict.NotExecutable _, Verdict.Silent _, Verdict.Misuse _ -> {}
      }
    }
    return proved.isEmpty() ? first.orElseThrow() : complete(proved.get(), unseen, patched);
  }

  /// A proof together with what no run has shown: readers are tried by themselves, as their caller
  /// may have mapped what they read.
  private Validation complete(Validation proved, Set<Touched> unseen, SourceTree patched) {
    Set<Touched> left = new LinkedHashSet<>(unseen);
    for (Touched reader : unseen) {
      if (left.contains(reader) && reads(reader)) {
        Compared compared = compare(reader, patched);
        if (!(compared.verdict() instanceof Verdict.ProvedOnCampaign)) {
          return new Validation(reader, unrun(reader, compared.verdict()), List.of());
        }
        left.removeAll(compared.functions());
      }
    }
    return new Validation(proved.executed(), proved.verdict(), List.copyOf(left));
  }

  private static Verdict unrun(Touched reader, Verdict verdict) {
    String why =
        verdict instanceof Verdict.NotExecutable n
            ? n.reason()
            : "by itself it is not given what the rewrite gives it";
    return new Verdict.NotExecutable(
        reader.function() + "() reads what was mapped, and no run reaches it: " + why,
        Optional.empty(),
        verdict.coverage());
  }

  /// Whether a function reads the DMA side of a list.
  private boolean reads(Touched touched) {
    return function(touched).stream()
        .flatMap(f -> f.occurrences().stream())
        .anyMatch(o ->
            o.expr() instanceof Expr.Call call
                && call.name()
                    .flatMap(n -> KernelApi.builtIn().call(n, call.args().size()))
                    .filter(k -> k.effect() == Effect.ACCESS && ListUses.side(k) == Role.OUTPUT)
                    .isPresent());
  }

  /// The functions in which a proposal makes an edit.
  private Set<Touched> changed(Outcome.Proposal proposal) {
    Set<Touched> changed = new LinkedHashSet<>();
    for (FileEdits file : proposal.edits()) {
      for (FunctionCode function : code.functions(file.path())) {
        Span span = function.function().span();
        if (file.edits().stream().anyMatch(e -> span.contains(e.span()))) {
          changed.add(new Touched(file.path(), function.name()));
        }
      }
    }
    return changed;
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

  /// What two versions of a function say of each other.
  ///
  /// @param functions those that are in the runs
  public record Compared(Verdict verdict, Set<Touched> functions) {

    private static Compared without(Verdict verdict) {
      return new Compared(verdict, Set.of());
    }
  }

  /// Executes one function of this tree against the same function of another version of it.
  public Compared compare(Touched function, SourceTree after) {
    Extraction before =
        new Extractor(new TreeModel(tree)).extract(function.file(), function.function(), partners);
    return switch (before) {
      case Extraction.Unsupported u -> Compared.without(notExecutable("before", u, tree));
      case Extraction.Extracted(Program program, List<Extraction.Partner> undo) -> {
        Extraction other =
            new Extractor(new TreeModel(after)).extract(function.file(), function.function(), undo);
        yield switch (other) {
          case Extraction.Unsupported u -> Compared.without(notExecutable("after", u, after));
          case Extraction.Extracted(Program rewritten, var _) ->
              new Compared(campaign.compare(program, rewritten), functions(program));
        };
      }
    };
  }

  private static Set<Touched> functions(Program program) {
    return program.functions().stream()
        .map(f -> new Touched(program.files().get(f.at().file()), f.name()))
        .collect(Collectors.toSet());
  }

  private static Verdict notExecutable(
      String side, Extraction.Unsupported unsupported, SourceTree tree) {
    int line = new TreeModel(tree).source(unsupported.path()).line(unsupported.span().start());
    return new Verdict.NotExecutable(
        side + ": " + unsupported.path() + ":" + line + ": " + unsupported.reason(),
        Optional.empty(),
        NOTHING);
  }

  private List<Touched> candidates(Outcome.Proposal proposal) {
    Set<Touched> set = new LinkedHashSet<>();
    for (Touched touched : proposal.functions()) {
      if (maps(touched)) {
        set.add(touched);
      }
    }
    for (Touched touched : proposal.functions()) {
      if (set.isEmpty()) {
        callers(touched).stream().filter(this::maps).forEach(set::add);
      }
    }
    if (set.stream().noneMatch(proposal.functions()::contains)) {
      // What a caller has mapped can also be lent to the function.
      set.add(proposal.functions().getFirst());
    }
    return new ArrayList<>(set);
  }

  private Optional<FunctionCode> function(Touched touched) {
    return code.functions(touched.file()).stream()
        .filter(f -> f.name().equals(touched.function()))
        .findFirst();
  }

  private boolean maps(Touched touched) {
    return function(touched)
        .filter(f ->
            f.occurrences().stream()
                .anyMatch(o ->
                    o.expr() instanceof Expr.Call c
                        && c.name()
                            .filter(n -> n.contains("dma_map_") || n.equals("scsi_dma_map"))
                            .isPresent()))
        .isPresent();
  }

  private List<Touched> callers(Touched touched) {
    return function(touched).stream()
        .flatMap(f -> code.callers(f).stream())
        .map(Occurrence::in)
        .map(f -> new Touched(f.file().path(), f.name()))
        .distinct()
        .toList();
  }
}
