// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.text;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.cli.report.RewriteResult.Refused;
import org.sgdiet.rewriter.validate.Validation;
import org.sgdiet.rewriter.validate.Validation.Cost;
import org.sgdiet.runtime.campaign.TraceText;
import org.sgdiet.runtime.campaign.Verdict;

/// Proposed rewrites and refusals as one page: each diff with its evidence, and of one that the
/// execution showed to be wrong the two traces side by side.
public final class RewritePage {
  private static final int WIDTH = 64;

  private RewritePage() {}

  /// Writes the page.
  public static void write(RewriteResult result, String tree, PrintStream out) {
    StringBuilder body = new StringBuilder();
    body.append(element("h1", "", "Rewrites of " + text(tree))).append('\n');
    body.append(element("p", "class=\"dim\"", text(RewriteReport.summary(result)))).append('\n');
    body.append(
        "<nav><a href=\"#proposals\">Proposals</a><a href=\"#refusals\">Refusals</a></nav>\n");
    body.append(element("h2", "id=\"proposals\"", "Proposals")).append('\n');
    result.proposals().forEach(p -> body.append(proposal(p)));
    if (result.proposals().isEmpty()) {
      body.append(element("p", "", "None.")).append('\n');
    }
    body.append(element("h2", "id=\"refusals\"", "Why not")).append('\n');
    body.append(refusals(result.refusals()));
    out.print(Html.page("sgdiet: rewrites of " + tree, body.toString()));
  }

  private static String proposal(Proposed p) {
    Validation v = p.validation();
    String colour =
        switch (v.word()) {
          case "proved" -> v.dearer() ? "mid" : "good";
          case "differs" -> "bad";
          default -> "dim";
        };
    String head =
        Html.place(p.file())
            + " "
            + element("code", "", text(p.function() + "()"))
            + " "
            + text(p.recipe().family() + " " + p.recipe().title())
            + ": "
            + element("span", "class=\"" + colour + "\"", text(v.word()));
    return element(
            "article",
            "",
            head
                + element("p", "", text(v.describe()))
                + cost(v)
                + Html.diff(RewriteReport.readable(p.diff()).lines().toList())
                + traces(v))
        + "\n";
  }

  private static String cost(Validation v) {
    if (v.costBefore().isEmpty() || v.costAfter().isEmpty()) {
      return "";
    }
    Cost before = v.costBefore().get();
    Cost after = v.costAfter().get();
    String words =
        "IOVA allocations %d before, %d after; IOTLB syncs %d before, %d after"
            .formatted(
                before.iovaAllocations(),
                after.iovaAllocations(),
                before.iotlbSyncs(),
                after.iotlbSyncs());
    return element("p", v.dearer() ? "class=\"mid\"" : "class=\"dim\"", words);
  }

  private static String traces(Validation v) {
    return v.verdict() instanceof Verdict.Differs d
        ? Html.trace(
            "The run that differs, before and after",
            TraceText.aligned(d.before(), d.after(), WIDTH))
        : "";
  }

  /// Behind their reason, the commonest first.
  private static String refusals(List<Refused> refusals) {
    Map<String, List<Refused>> reasons =
        refusals.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.recipe() + " " + r.kind() + ": " + r.reason(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    StringBuilder out = new StringBuilder();
    reasons.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
        .forEach(e -> {
          String head =
              text(e.getKey())
                  + " "
                  + element("span", "class=\"dim\"", String.valueOf(e.getValue().size()));
          String places =
              e.getValue().stream()
                  .map(r ->
                      element(
                          "p",
                          "",
                          Html.place(r.file() + ":" + r.line())
                              + " "
                              + element("code", "", text(r.function() + "()"))))
                  .collect(Collectors.joining());
          out.append(element("details", "", element("summary", "", head) + places)).append('\n');
        });
    return out.isEmpty() ? element("p", "", "None.") + "\n" : out.toString();
  }
}
