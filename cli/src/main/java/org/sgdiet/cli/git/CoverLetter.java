// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sgdiet.cli.git.MailPatch.Kind;
import org.sgdiet.cli.report.Prose;

/// The mail before a series of three patches and more, and the plan for posting it.
final class CoverLetter {

  /// Patches that a list takes at a time; netdev says so.
  private static final int MOST = 15;

  private CoverLetter() {}

  /// What the subjects of fixes and conversions have in common.
  static String subject(List<MailPatch> patches) {
    List<MailPatch> drivers = patches.stream().filter(p -> p.kind() != Kind.API).toList();
    Set<String> summaries =
        drivers.stream()
            .map(p -> p.subject().substring(p.prefix().length()).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    String what =
        summaries.size() == 1
            ? summaries.iterator().next()
            : drivers.stream().allMatch(p -> p.kind() == Kind.FIX)
                ? "end misuse of the DMA API"
                : "take the input and the output of DMA mappings apart";
    return subsystem(drivers) + what;
  }

  /// The words before a colon with which all subjects start, or `treewide: `.
  private static String subsystem(List<MailPatch> patches) {
    List<String> common = new ArrayList<>(List.of(patches.getFirst().prefix().split("(?<=: )")));
    for (MailPatch patch : patches) {
      List<String> words = List.of(patch.prefix().split("(?<=: )"));
      int same = 0;
      while (same < Math.min(common.size(), words.size())
          && common.get(same).equals(words.get(same))) {
        same++;
      }
      common.subList(same, common.size()).clear();
    }
    String prefix = String.join("", common);
    return prefix.isBlank() ? "treewide: " : prefix;
  }

  /// @param changes what changed since the version before
  static String text(
      SeriesPlan plan, Identity author, Optional<String> changes, String disclosure, String toSay) {
    List<MailPatch> patches = plan.patches();
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add("EDITME: say in your own words why these changes are worth a reviewer's time.");
    if (patches.stream().anyMatch(p -> p.kind() == Kind.CONVERSION)) {
      paragraphs.add(
          "A scatterlist is the input and the output of a mapping in one array, with two counts."
              + " This series takes that apart where one driver can do it alone. Each conversion"
              + " says what was executed to compare it with the code before.");
    }
    paragraphs.add(parts(patches));
    if (!plan.heldBack().isEmpty()) {
      paragraphs.add(
          "Held back until these are in, because they touch the same lines: "
              + Prose.listed(
                  plan.heldBack().stream()
                      .map(r -> r.summary() + " in " + r.functions().getFirst() + "()")
                      .toList())
              + ".");
    }
    paragraphs.add(disclosure);
    paragraphs.add(toSay + ".");
    StringBuilder out = new StringBuilder(Prose.of(paragraphs));
    changes.ifPresent(lines -> out.append("\n\n").append(lines));
    out.append("\n\n").append(author.name()).append(" (").append(patches.size()).append("):\n");
    patches.forEach(patch -> out.append("  ").append(patch.subject()).append('\n'));
    Map<String, FileChange> all = new TreeMap<>();
    for (MailPatch patch : patches) {
      for (FileChange change : patch.changes()) {
        all.merge(
            change.path(),
            change,
            (first, last) -> new FileChange(first.path(), first.before(), last.after()));
      }
    }
    return out.append('\n').append(Diffstat.of(List.copyOf(all.values()))).toString();
  }

  /// Which patch does what, and what needs what.
  private static String parts(List<MailPatch> patches) {
    List<String> sentences = new ArrayList<>();
    int done = 0;
    for (Kind kind : Kind.values()) {
      List<MailPatch> part = patches.stream().filter(p -> p.kind() == kind).toList();
      if (!part.isEmpty()) {
        boolean one = part.size() == 1;
        String which =
            one
                ? "Patch " + (done + 1)
                : "Patches "
                    + (done + 1)
                    + (part.size() == 2 ? " and " : " to ")
                    + (done + part.size());
        String alone =
            one ? "" : areApart(part) ? ", none of which needs another" : ", in this order";
        sentences.add(
            switch (kind) {
              case FIX -> which + (one ? " ends" : " end") + " misuse of the DMA API" + alone + ".";
              case API -> which + " adds the calls that the conversions after it use.";
              case CONVERSION ->
                  which + (one ? " converts" : " convert") + " drivers" + alone + ".";
            });
        done += part.size();
      }
    }
    return String.join(" ", sentences);
  }

  private static boolean areApart(List<MailPatch> patches) {
    List<String> paths =
        patches.stream().flatMap(p -> p.changes().stream()).map(FileChange::path).toList();
    return paths.stream().distinct().count() == paths.size();
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
