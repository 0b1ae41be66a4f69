// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands before the summary in the subjects of a file's patches: `mtd: rawnand: marvell: `.
///
/// @param text with its final blank, ready to be written before a summary
/// @param capital whether summaries behind it start with a capital
public record SubjectPrefix(String text, boolean capital) {

  /// Words with colons, then for some crypto drivers a name and a dash.
  private static final Pattern SUBJECT =
      Pattern.compile("((?:[\\w./,+*{}\\[\\]-]+(?: [\\w./-]+)?: )+(?:[\\w.-]+ - )?)(\\S.*)");

  /// Directories that say nothing in a subject.
  private static final Set<String> SILENT =
      Set.of(
          "drivers",
          "platform",
          "host",
          "hosts",
          "core",
          "common",
          "ethernet",
          "raw",
          "gpu",
          "busses");

  private static final int LONGEST = 45;

  /// Columns of a subject that submitting-patches allows.
  private static final int LONGEST_SUBJECT = 75;

  /// The subject of a commit that changed the file.
  ///
  /// @param filesTouched how many files the commit changed; one that changed few speaks for this
  ///   file
  record Seen(String subject, int filesTouched) {}

  /// What most commits use, newest first in `history`; empty when none of them has a prefix.
  static Optional<SubjectPrefix> learned(List<Seen> history) {
    Map<String, Double> weight = new LinkedHashMap<>();
    Map<String, Integer> capitals = new LinkedHashMap<>();
    for (Seen seen : history) {
      Matcher matcher = SUBJECT.matcher(seen.subject());
      if (!matcher.matches() || matcher.group(1).length() > LONGEST || isRevert(seen.subject())) {
        continue;
      }
      String prefix = matcher.group(1);
      weight.merge(prefix, 1.0 / seen.filesTouched(), Double::sum);
      capitals.merge(
          prefix, Character.isUpperCase(matcher.group(2).charAt(0)) ? 1 : -1, Integer::sum);
    }
    return weight.entrySet().stream()
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .map(best -> new SubjectPrefix(best.getKey(), capitals.getOrDefault(best.getKey(), 0) > 0));
  }

  private static boolean isRevert(String subject) {
    return subject.startsWith("Revert ") || subject.startsWith("Merge ");
  }

  /// What the path suggests where there is no history: the subsystem and the driver.
  public static SubjectPrefix ofPath(String path) {
    if (path.startsWith("kernel/dma/")) {
      return new SubjectPrefix("dma-mapping: ", false);
    }
    String[] parts = path.split("/", -1);
    String driver = parts[parts.length - 1].replaceFirst("\\.[ch]$", "");
    for (int i = 0; i < parts.length - 1; i++) {
      if (!SILENT.contains(parts[i])) {
        return new SubjectPrefix(
            parts[i] + ": " + driver.replaceFirst("^" + parts[i] + "-", "") + ": ", false);
      }
    }
    return new SubjectPrefix(driver + ": ", false);
  }

  /// A whole subject; `summary` starts in lower case. Of a prefix that makes it too long the first
  /// word and the last are left, then the last alone.
  public String subject(String summary) {
    String said =
        capital ? Character.toUpperCase(summary.charAt(0)) + summary.substring(1) : summary;
    List<String> words =
        Pattern.compile("(?<=: )").splitAsStream(text).filter(w -> !w.isEmpty()).toList();
    List<String> prefixes =
        words.size() < 2
            ? List.of(text)
            : List.of(text, words.getFirst() + words.getLast(), words.getLast());
    return prefixes.stream()
        .map(prefix -> prefix + said)
        .filter(subject -> subject.length() <= LONGEST_SUBJECT)
        .findFirst()
        .orElse(prefixes.getLast() + said);
  }
}
