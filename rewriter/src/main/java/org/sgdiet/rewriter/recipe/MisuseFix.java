// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Fix;
import org.sgdiet.analyzer.check.Rule;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.check.ShownAs;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.Draft;

/// Misuse that a scan is sure of, where what mends it is a few lines that leave no choice.
public final class MisuseFix implements Recipe {

  private static final String UNCHECKED = "failed-to-check-map-error";
  private static final String MISREAD = "misreads-map-result";
  private static final String TRUNCATED = "truncates-dma-address";

  /// The subject of a patch that mends a rule.
  private static final Map<String, String> SUBJECTS =
      Map.of(
          UNCHECKED,
          "check for DMA mapping errors",
          TRUNCATED,
          "keep the DMA address in a dma_addr_t",
          MISREAD,
          "test the DMA mapping for the failure that it tells",
          "frees-dma-memory-with-different-direction",
          "unmap in the direction of the mapping",
          "syncs-dma-memory-with-different-direction",
          "sync in the direction of the mapping",
          "frees-dma-memory-with-different-size",
          "unmap the size that was mapped",
          "frees-sg-list-with-different-entry-count",
          "unmap the count that was mapped",
          "walks-sg-list-with-different-entry-count",
          "use the mapped entry count");

  @Override
  public String id() {
    return "misuse-fix";
  }

  @Override
  public String family() {
    return "R0";
  }

  @Override
  public String title() {
    return "mend a misuse that the scan is sure of";
  }

  @Override
  public String about() {
    return "Where a finding of high confidence has a change of a few bytes, that change. A handle"
        + " in a 32-bit local becomes a `dma_addr_t`; one that is kept in a descriptor is tested"
        + " in a `dma_addr_t` first. A mapping that nobody checks gets its test where the error"
        + " path is plain: memory, locks and mappings that were taken before are given back, and"
        + " the function leaves as it does when what it needed just before is missing, or tells"
        + " its caller, or drops the packet. Proved only when a run shows the misuse before and"
        + " none shows it after. Refused: anything else that was done before, a loop without such"
        + " an exit, a caller that does not listen.";
  }

  @Override
  public Set<String> words() {
    return Set.of(
        "dma_map_single",
        "dma_map_page",
        "dma_map_sg",
        "dma_map_sg_attrs",
        "skb_frag_dma_map",
        "dma_unmap_single",
        "dma_unmap_page",
        "dma_unmap_sg",
        "dma_sync_sgtable_for_device",
        "for_each_sg",
        "dmaengine_prep_slave_sg");
  }

  @Override
  public Set<Dialect> dialects() {
    return EnumSet.of(Dialect.UPSTREAM);
  }

  @Override
  public boolean isAbout(String path, Context context) {
    return context.findings().containsKey(path);
  }

  @Override
  public boolean isAbout(FunctionCode function, Context context) {
    return !context.findings(function).isEmpty();
  }

  @Override
  public List<Outcome> apply(FunctionCode function, Context context) {
    Map<String, List<Finding>> byRule =
        context.findings(function).stream()
            .filter(f -> f.confidence() == Finding.Confidence.HIGH)
            .collect(Collectors.groupingBy(Finding::rule, LinkedHashMap::new, Collectors.toList()));
    List<Outcome> outcomes = new ArrayList<>();
    byRule.forEach((rule, findings) -> {
      Draft draft = new Draft();
      List<Finding> mended = new ArrayList<>();
      Repairs repairs = new Repairs(function, context);
      for (Finding finding : findings) {
        try {
          if (repairs.mend(finding, draft)) {
            mended.add(finding);
          }
        } catch (RefusedException e) {
          outcomes.add(e.refusal());
        }
      }
      if (mended.size() == findings.size()) {
        outcomes.add(proposal(rule, mended, draft, function, context));
      }
    });
    return outcomes;
  }

  /// The ways to mend the misuse of one function.
  private record Repairs(FunctionCode function, WiderHandle handle, MapErrorTest test) {

    Repairs(FunctionCode function, Context context) {
      this(function, new WiderHandle(function), new MapErrorTest(function, context.tree()));
    }

    /// Writes what mends a finding; false when that is for a person to find.
    boolean mend(Finding finding, Draft draft) throws RefusedException {
      List<Fix.Change> changes = finding.fix().map(Fix::changes).orElse(List.of());
      if (!changes.isEmpty()) {
        changes.forEach(c -> draft.replace(function.file(), c.span(), c.replacement()));
        return true;
      }
      switch (finding.rule()) {
        case TRUNCATED -> handle.widen(finding.span(), draft);
        case UNCHECKED -> test.add(finding.span(), draft);
        case MISREAD -> throw handsOut(function, finding);
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  /// What is at hand where only a look at the fix was given: to mend the test alone would hand out
  /// the result of the mapping, which is 0 when it fails.
  private static RefusedException handsOut(FunctionCode function, Finding finding) {
    Occurrence test =
        function.occurrences().stream()
            .filter(o -> finding.span().contains(o.span()))
            .findFirst()
            .orElseThrow();
    return RefusedException.assist(
        test,
        "a failed mapping gives 0, and the error path goes on with it as the error: set an"
            + " error code there, and test for 0");
  }

  private static Outcome proposal(
      String rule, List<Finding> mended, Draft draft, FunctionCode function, Context context) {
    Set<Outcome.Touched> touched = new LinkedHashSet<>();
    touched.add(new Outcome.Touched(function.file().path(), function.name()));
    for (Finding finding : mended) {
      finding.notes().forEach(n -> functionAt(n, context).ifPresent(touched::add));
    }
    String seen = Rules.named(rule).map(Rule::seen).orElse("");
    return new Outcome.Proposal(
        draft.files(),
        List.copyOf(touched),
        SUBJECTS.getOrDefault(rule, "mend a misuse of the DMA API"),
        "In %s(), %s. %s".formatted(function.name(), mended.getFirst().message(), seen),
        ShownAs.of(rule));
  }

  private static Optional<Outcome.Touched> functionAt(Finding.Note note, Context context) {
    return context.tree().functions(note.file()).stream()
        .filter(f ->
            f.file().line(f.function().span().start()) <= note.line()
                && note.line() <= f.file().line(f.function().span().end()))
        .map(f -> new Outcome.Touched(note.file(), f.name()))
        .findFirst();
  }
}
