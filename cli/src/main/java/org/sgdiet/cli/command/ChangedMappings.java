// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.tree.ScanReport;

/// The mapping functions of changed files whose text is not what it was, or not that of those of
/// the same file that undo the mapping.
///
/// @param old names of the version before
/// @param fresh names of the version after
/// @param forgets whether what was read of a file is let go once it was compared
record ChangedMappings(TreeModel old, TreeModel fresh, boolean forgets) {
  /// A comment, or a literal that may hold what looks like one.
  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*(?s:.*?)\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])*+'");

  /// A function of the new version that maps, and whether the old version has it.
  record Mapper(String file, String name, boolean isNew) {}

  /// Those of the files that both scans were of, by path and name.
  List<Mapper> between(ScanReport before, ScanReport after) {
    Map<String, Map<String, Set<String>>> byFile = new TreeMap<>();
    Stream.concat(before.sites().stream(), after.sites().stream())
        .filter(site -> site.kind() == SiteKind.MAP && site.file().endsWith(".c"))
        .forEach(site ->
            byFile
                .computeIfAbsent(site.file(), _ -> new TreeMap<>())
                .computeIfAbsent(site.function(), f -> new TreeSet<>(Set.of(f)))
                .addAll(undoers(site)));
    byFile.values().forEach(ChangedMappings::dropOtherMappers);
    return List.copyOf(byFile.entrySet()).parallelStream()
        .flatMap(e -> changed(e.getKey(), e.getValue()).stream())
        .toList();
  }

  /// A function that maps undoes its own mapping, on its way to an error, and is looked at itself.
  private static void dropOtherMappers(Map<String, Set<String>> mappers) {
    mappers.forEach(
        (name, functions) -> functions.removeIf(f -> !f.equals(name) && mappers.containsKey(f)));
  }

  private static List<String> undoers(Site map) {
    return map.unmaps().stream()
        .filter(u -> u.file().equals(map.file()))
        .map(u -> u.function())
        .toList();
  }

  /// @param mappers mapping functions of the file, each with the functions whose text matters
  private List<Mapper> changed(String file, Map<String, Set<String>> mappers) {
    List<Mapper> changed = new ArrayList<>();
    Map<String, Boolean> differ = new HashMap<>();
    mappers.forEach((name, functions) -> {
      boolean exists = !fresh.functionTexts(file, name).isEmpty();
      if (exists
          && functions.stream()
              .anyMatch(f -> differ.computeIfAbsent(f, function -> differs(file, function)))) {
        changed.add(new Mapper(file, name, old.functionTexts(file, name).isEmpty()));
      }
    });
    if (forgets) {
      old.forget(file);
      fresh.forget(file);
    }
    return changed;
  }

  private boolean differs(String file, String function) {
    return !words(old.functionTexts(file, function))
        .equals(words(fresh.functionTexts(file, function)));
  }

  /// Texts without comments and with single blanks: who changes nothing else changes no mapping.
  private static List<String> words(List<String> texts) {
    return texts.stream()
        .map(t -> COMMENT.matcher(t).replaceAll(m -> Matcher.quoteReplacement(plain(m))))
        .map(t -> t.replaceAll("\\s+", " "))
        .toList();
  }

  private static String plain(MatchResult match) {
    return match.group().startsWith("/") ? " " : match.group();
  }
}
