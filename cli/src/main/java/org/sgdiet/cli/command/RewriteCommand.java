// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.git.MergedEdits;
import org.sgdiet.cli.report.RewritePage;
import org.sgdiet.cli.report.RewriteReport;
import org.sgdiet.cli.report.RewriteResult;
import org.sgdiet.cli.report.RewriteTable;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.dialect.ApiLevel;
import org.sgdiet.rewriter.dialect.ApiPatch;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.Feature;
import org.sgdiet.rewriter.recipe.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Proposes rewrites, each executed before and after.
@Command(
    name = "rewrite",
    description =
        "Proposes rewrites as one diff, executed before and after; refusals with reasons.",
    footer = {
      "",
      "Example: sgdiet rewrite ~/linux drivers/mtd:marvell_nfc_xfer_data_dma",
      "Writes nothing without --write; lines of the output that start with # are remarks."
    })
public final class RewriteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TreeArgument tree;

  @Option(
      names = "--dialect",
      description =
          "upstream: what the tree has today, the default; phyr: phyr, dma_vec, dma_batch.%n"
              + "A table without it is of all dialects.")
  private Optional<Dialect> dialect = Optional.empty();

  @Option(names = "--stage", description = "Only rewrites of this stage: ${COMPLETION-CANDIDATES}.")
  private Optional<Stage> stage = Optional.empty();

  @Option(names = "--write", description = "Change the files of TREE, all or none.")
  private boolean write;

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; diff by default.")
  private Format format = Format.diff;

  /// How far a rewrite goes.
  enum Stage {
    /// Misuse is mended; the list stays both.
    fixes,
    /// The list stays the input; nothing reads its DMA side any more.
    outputs,
    /// The input is no list either.
    inputs,
    /// Mapped as a batch.
    batch;

    boolean is(Recipe recipe) {
      return recipe.stage().word().equals(name());
    }
  }

  /// How the result is written.
  enum Format {
    diff,
    json,
    html,
    table
  }

  /// A command on this terminal.
  public RewriteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (write && tree.revision().isPresent()) {
      throw new BadInputException(
          "--write and --rev do not go together: a revision is not written");
    }
    if (write && format == Format.table) {
      throw new BadInputException(
          "--write and --format table do not go together: a table only counts; leave one out");
    }
    TreeArgument.Opened opened = tree.open(terminal.err());
    switch (format) {
      case table -> RewriteTable.print(tabled(opened), terminal.out());
      case diff, json, html -> propose(opened);
    }
    return ExitCode.CLEAN.code();
  }

  private void propose(TreeArgument.Opened opened) {
    RewriteResult result = rewrite(opened, dialect.orElse(Dialect.UPSTREAM));
    MergedEdits edits = new MergedEdits();
    for (RewriteResult.Proposed proposed : result.good()) {
      if (!edits.add(proposed.edits())) {
        terminal
            .err()
            .println(
                "sgdiet: note: %s:%s: overlaps an earlier rewrite of the same lines; rewrite again after it"
                    .formatted(proposed.file(), proposed.function()));
      }
    }
    switch (format) {
      case json -> RewriteReport.json(result, terminal.out());
      case html -> RewritePage.write(result, opened.name(), terminal.out());
      case diff, table ->
          RewriteReport.diff(
              result,
              TreeRewrite.diff(opened.source(), edits.files()),
              result.good().isEmpty() ? Optional.empty() : missing(opened),
              new Paint(terminal.colour()),
              terminal.out());
    }
    if (write) {
      WorkTree.write(tree.path(), opened.source(), edits.files());
    }
  }

  /// What the tree has to be given before a rewrite in the dialect compiles.
  private Optional<String> missing(TreeArgument.Opened opened) {
    boolean phyr = dialect.filter(Dialect.PHYR::equals).isPresent();
    ApiLevel api = ApiLevel.of(opened.source());
    if (!phyr || api.has(Feature.MAP_PHYR)) {
      return Optional.empty();
    }
    String start = "the tree has no struct phyr, struct dma_vecs and their calls yet";
    return Optional.of(
        switch (ApiPatch.of(opened.source(), api)) {
          case ApiPatch.Result.Made _ ->
              start + ": 'sgdiet series --dialect phyr' begins with the patch that adds them";
          case ApiPatch.Result.Impossible(String reason) ->
              start + ", and the patch that adds them does not fit it: " + reason;
        });
  }

  private Map<Dialect, RewriteResult> tabled(TreeArgument.Opened opened) {
    Map<Dialect, RewriteResult> results = new EnumMap<>(Dialect.class);
    dialect
        .map(List::of)
        .orElseGet(() -> List.of(Dialect.values()))
        .forEach(d -> results.put(d, rewrite(opened, d)));
    return results;
  }

  private RewriteResult rewrite(TreeArgument.Opened opened, Dialect in) {
    return new TreeRewrite(opened, in, r -> stage.isEmpty() || stage.get().is(r)).run(terminal);
  }
}
