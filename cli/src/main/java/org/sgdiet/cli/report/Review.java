// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.List;
import java.util.Optional;
import org.sgdiet.cli.git.Change;

/// What is said about a change: which misuse it adds, fixes and moves, and what became of the
/// mapping functions that it touches.
///
/// @param executed changed functions that map, as they were against as they are
/// @param notExecuted how many more there are
/// @param cover the mail that brought the change, when one did
public record Review(
    Change change,
    Comparison comparison,
    List<VerifyReport.Entry> executed,
    int notExecuted,
    Optional<Cover> cover) {

  public Review {
    executed = List.copyOf(executed);
  }

  /// The headers that a reply needs.
  public record Cover(String from, String subject, String messageId) {}

  /// One paragraph that says it all.
  public String summary() {
    if (change.files().isEmpty()) {
      return change.title() + ": no C file changed";
    }
    StringBuilder out =
        new StringBuilder(
            "%s: %s changed: adds %s, fixes %d, moves %d"
                .formatted(
                    change.title(),
                    Prose.counted(change.files().size(), "C file"),
                    Prose.counted(comparison.added().size(), "finding"),
                    comparison.fixed().size(),
                    comparison.moved().size()));
    int roles = comparison.roles().size();
    if (roles > 0) {
      out.append("; ")
          .append(Prose.counted(roles, "function"))
          .append(roles == 1 ? " uses" : " use")
          .append(" lists otherwise than before");
    }
    int changed = executed.size() + notExecuted;
    if (changed > 0) {
      out.append("; ").append(Prose.counted(changed, "mapping function")).append(" affected");
    }
    if (!executed.isEmpty()) {
      long same = executed.stream().filter(e -> e.verdict().equals("proved")).count();
      out.append(", ").append(same).append(" shown by execution to map as before");
    }
    if (notExecuted > 0) {
      out.append(", ")
          .append(executed.isEmpty() ? "none" : notExecuted + " not")
          .append(" executed (--execute ")
          .append(changed)
          .append(" does)");
    }
    if (!comparison.unsupported().isEmpty()) {
      out.append("; ")
          .append(Prose.counted(comparison.unsupported().size(), "span"))
          .append(" not analysed");
    }
    return out.toString();
  }
}
