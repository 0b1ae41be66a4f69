// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of a list of findings that somebody looked at and does not want to see again: `RULE
/// PATH[:FUNCTION] REASON`. The kernel takes no such marks in its sources.
///
/// @param line of the list, 1-based
/// @param path relative to the tree: a file, or a directory and all below it when it ends in `/`
/// @param function `*` for all
public record Suppression(int line, String rule, String path, String function, String reason) {

  private static final Pattern ENTRY =
      Pattern.compile("(\\S+)\\s+([^\\s:]+)(?::(\\w+))?\\s+(\\S.*)");

  /// The entries of a list; empty lines and what follows `#` at the start of a line say nothing.
  ///
  /// @param name how messages call the list
  /// @throws IllegalArgumentException when a line is not an entry; the message is for the user
  public static List<Suppression> parse(String name, String text) {
    List<Suppression> entries = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(name, i + 1, line));
      }
    }
    return List.copyOf(entries);
  }

  private static Suppression entry(String name, int number, String line) {
    Matcher parts = ENTRY.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "%s:%d: not a suppression; write RULE PATH[:FUNCTION] REASON".formatted(name, number));
    }
    String rule = parts.group(1);
    String path = parts.group(2);
    if (!rule.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "%s:%d: '%s' is not the id of a rule; 'sgdiet explain' lists them"
              .formatted(name, number, rule));
    }
    if (path.startsWith("/") || path.startsWith(".")) {
      throw new IllegalArgumentException(
          "%s:%d: '%s': paths are relative to the tree, as reports write them"
              .formatted(name, number, path));
    }
    String function = parts.group(3) == null ? "*" : parts.group(3);
    return new Suppression(number, rule, path, function, parts.group(4).strip());
  }

  /// Whether a finding is the one that is meant.
  public boolean covers(Finding finding) {
    return finding.rule().equals(rule)
        && (path.endsWith("/") ? finding.file().startsWith(path) : finding.file().equals(path))
        && (function.equals("*") || finding.function().equals(function));
  }

  /// The entry without its reason.
  public String subject() {
    return rule + " " + path + (function.equals("*") ? "" : ":" + function);
  }
}
