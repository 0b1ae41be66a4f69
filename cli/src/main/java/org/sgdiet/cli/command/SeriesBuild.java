// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.Version;
import org.sgdiet.cli.git.Culprit;
import org.sgdiet.cli.git.EarlierPosting;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.History;
import org.sgdiet.cli.git.MailPatch;
import org.sgdiet.cli.git.Maintainers;
import org.sgdiet.cli.git.Rewrite;
import org.sgdiet.cli.git.SeriesMails;
import org.sgdiet.cli.git.SeriesPlan;
import org.sgdiet.cli.git.SubjectPrefix;
import org.sgdiet.cli.report.EvidenceText;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.rewriter.dialect.ApiLevel;
import org.sgdiet.rewriter.dialect.ApiPatch;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.MisuseFix;

/// Proposals of a tree made into a series: what each log says, whom it goes to, in which order.
final class SeriesBuild {
  /// The file whose history names the subsystem that new API goes to.
  private static final String API_FILE = "kernel/dma/mapping.c";

  private final TreeArgument.Opened opened;
  private final Dialect dialect;
  private final Maintainers maintainers;
  private final String built;
  private final String toSay;

  SeriesBuild(TreeArgument.Opened opened, Dialect dialect) {
    this(
        opened,
        dialect,
        "Not compiled by it.",
        "EDITME: say what was built and on which hardware it was tried");
  }

  /// @param built what the logs say about compiling, a sentence
  /// @param toSay what is left for a person to say
  private SeriesBuild(TreeArgument.Opened opened, Dialect dialect, String built, String toSay) {
    this.toSay = toSay;
    this.opened = opened;
    this.dialect = dialect;
    this.built = built;
    this.maintainers =
        opened.source().read("MAINTAINERS") instanceof Content.Bytes(byte[] bytes)
            ? Maintainers.parse(new String(bytes, UTF_8))
            : new Maintainers(List.of());
  }

  /// The same, for patches that were compiled.
  SeriesBuild compiled(String built) {
    return new SeriesBuild(
        opened, dialect, built, "EDITME: say on which hardware it was tried, or that it was not");
  }

  /// The patches for `proposals`, and before them the one that adds the dialect's words.
  SeriesPlan plan(List<Proposed> proposals) {
    List<Rewrite> rewrites = new ArrayList<>(proposals.stream().map(SeriesBuild::rewrite).toList());
    if (dialect == Dialect.PHYR) {
      api().ifPresent(rewrites::add);
    }
    Set<String> subjects = new TreeSet<>();
    rewrites.forEach(r -> subjects.add(root() + r.subjectFile()));
    Map<String, SubjectPrefix> prefixes =
        opened.base().map(base -> History.prefixes(base, subjects)).orElseGet(Map::of);
    return SeriesPlan.of(
        rewrites,
        new SeriesPlan.Files(
            this::bytes,
            path -> {
              SubjectPrefix learned = prefixes.get(root() + path);
              return learned == null ? SubjectPrefix.ofPath(path) : learned;
            },
            maintainers::recipients,
            edits -> opened.base().flatMap(b -> Culprit.of(b, edits, bytes(edits.path()))),
            root()),
        disclosure(),
        List.of(toSay));
  }

  /// The mails of a plan.
  SeriesMails mails(SeriesPlan plan, int version, Optional<EarlierPosting> earlier) {
    List<String> owners =
        plan.patches().stream()
            .map(p -> p.file().substring(root().length()))
            .map(path ->
                maintainers.owner(path).map(Maintainers.Section::title).orElse("no section"))
            .toList();
    return new SeriesMails(
        plan,
        owners,
        opened.base(),
        version,
        earlier,
        "sgdiet " + Version.number(),
        disclosure(),
        toSay);
  }

  private static Rewrite rewrite(Proposed proposed) {
    return new Rewrite(
        proposed.recipe() instanceof MisuseFix ? MailPatch.Kind.FIX : MailPatch.Kind.CONVERSION,
        proposed.recipe().id(),
        proposed.file(),
        proposed.edits(),
        Map.of(),
        List.of(proposed.function()),
        proposed.proposal().summary(),
        List.of(proposed.proposal().why()),
        EvidenceText.of(proposed));
  }

  private Optional<Rewrite> api() {
    return switch (ApiPatch.of(opened.source(), ApiLevel.of(opened.source()))) {
      case ApiPatch.Result.Impossible(String reason) ->
          throw new BadInputException(
              "the phyr dialect needs its API patch, which does not fit this tree: " + reason);
      case ApiPatch.Result.Made(ApiPatch(List<FileEdits> edits, Map<String, byte[]> created)) ->
          edits.isEmpty() && created.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Rewrite(
                      MailPatch.Kind.API,
                      "phyr-api",
                      API_FILE,
                      edits,
                      created,
                      List.of(),
                      "add struct phyr, DMA vectors and batches",
                      List.of(
                          "A scatterlist is the input and the output of a mapping in one array."
                              + " Add the two sides as types of their own: struct phyr, a physical"
                              + " range, goes in, and struct dma_vec, an address and a length as the"
                              + " device sees them, comes out."),
                      ""));
    };
  }

  private byte[] bytes(String path) {
    return switch (opened.source().read(path)) {
      case Content.Bytes(byte[] bytes) -> bytes;
      case Content.Skipped(String reason) ->
          throw new BadInputException(path + ": " + reason + ", though it was read before");
    };
  }

  /// Path from the repository's root to the tree, empty or with a final `/`.
  String root() {
    return opened.base().map(GitBase::prefix).orElse("");
  }

  private String disclosure() {
    return "Found and written by sgdiet "
        + Version.number()
        + " in its "
        + dialect.word()
        + " dialect; the diff is generated as a whole. "
        + built
        + " Not tested on hardware.";
  }
}
