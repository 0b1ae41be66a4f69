// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sgdiet.cli.report.Prose;

/// The mail before a series of three patches and more, and the plan for posting it.
final class CoverLetter {

  /// Patches that a list takes at a time; netdev says so.
  private static final int MOST = 15;

  private CoverLetter() {}

  /// What all subjects start with, or `treewide: `.
  static String subject(List<MailPatch> patches) {
    LinkedHashSet<String> prefixes = new LinkedHashSet<>();
    for (MailPatch patch : patches) {
      prefixes.add(patch.subject().replaceFirst("(.*: |.* - ).*", "$1"));
    }
    String prefix = prefixes.size() == 1 ? prefixes.getFirst() : "treewide: ";
    return prefix + "map DMA without two sides in one list";
  }

  static String text(
      List<MailPatch> patches, List<Rewrite> heldBack, Identity author, String disclosure) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add("EDITME: say in your own words why these changes are worth a reviewer's time.");
    paragraphs.add(
        "A scatterlist is the input and the output of a mapping in one array, with two counts. These"
            + " patches take that apart where one driver can do it alone. Each says what was"
            + " executed to compare it with the code before.");
    if (!heldBack.isEmpty()) {
      paragraphs.add(
          "Held back until these are in, because they touch the same lines: "
              + Prose.listed(
                  heldBack.stream()
                      .map(r -> r.summary() + " in " + r.functions().getFirst() + "()")
                      .toList())
              + ".");
    }
    paragraphs.add(disclosure);
    paragraphs.add("EDITME: say what was built and on which hardware it was tried.");
    StringBuilder out = new StringBuilder(Prose.of(paragraphs));
    out.append("\n\n").append(author.name()).append(" (").append(patches.size()).append("):\n");
    patches.forEach(patch -> out.append("  ").append(patch.subject()).append('\n'));
    Map<String, FileChange> changes = new TreeMap<>();
    for (MailPatch patch : patches) {
      for (FileChange change : patch.changes()) {
        changes.merge(
            change.path(),
            change,
            (first, last) -> new FileChange(first.path(), first.before(), last.after()));
      }
    }
    return out.append('\n').append(Diffstat.of(List.copyOf(changes.values()))).toString();
  }

  /// Whom to send what: patches by the MAINTAINERS section that takes them, at most fifteen at a
  /// time.
  static String postingPlan(List<MailPatch> patches, List<String> owners) {
    Map<String, List<String>> bySection = new TreeMap<>();
    Map<String, LinkedHashSet<String>> recipients = new TreeMap<>();
    for (int i = 0; i < patches.size(); i++) {
      bySection
          .computeIfAbsent(owners.get(i), _ -> new ArrayList<>())
          .add(patches.get(i).fileName(i + 1));
      recipients
          .computeIfAbsent(owners.get(i), _ -> new LinkedHashSet<>())
          .addAll(patches.get(i).recipients());
    }
    StringBuilder out =
        new StringBuilder(
            "Nothing was sent. Read every patch, then adopt it with 'git am -s' and post it.\n");
    bySection.forEach((section, files) -> {
      out.append('\n').append(section).append('\n');
      recipients
          .getOrDefault(section, new LinkedHashSet<>())
          .forEach(r -> out.append("  to ").append(r).append('\n'));
      for (int i = 0; i < files.size(); i++) {
        if (files.size() > MOST && i % MOST == 0) {
          out.append("  batch ")
              .append(i / MOST + 1)
              .append(i == 0 ? "" : ", when the one before is in")
              .append('\n');
        }
        out.append("    ").append(files.get(i)).append('\n');
      }
    });
    return out.toString();
  }
}
