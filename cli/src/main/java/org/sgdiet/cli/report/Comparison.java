// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.ScanReport;

/// What a change adds, fixes and moves.
///
/// @param added findings that only the new version has
/// @param fixed findings that only the old version has
/// @param moved findings of both versions that stand in other words, in another function or in
///   another file now, as they stand now; one that was only pushed down by a few lines is none
/// @param roles functions in which lists are used otherwise than before
/// @param unsupported spans of the new version's changed files that could not be analysed
public record Comparison(
    List<Finding> added,
    List<Finding> fixed,
    List<Finding> moved,
    List<RoleChange> roles,
    List<ScanReport.UnreadRange> unsupported) {

  public Comparison {
    added = List.copyOf(added);
    fixed = List.copyOf(fixed);
    moved = List.copyOf(moved);
    roles = List.copyOf(roles);
    unsupported = List.copyOf(unsupported);
  }

  /// Lists of one function that play another role than before.
  ///
  /// @param before the words of all roles in the function, sorted; empty when it mapped nothing
  public record RoleChange(String file, String function, List<String> before, List<String> after) {

    /// `acme_map(): lists were input and are now input, output`.
    String describe() {
      return "%s(): lists were %s and are now %s".formatted(function, words(before), words(after));
    }

    private static String words(List<String> roles) {
      return roles.isEmpty() ? "not mapped" : String.join(", ", roles);
    }
  }

  /// Compares the scans of the two versions of the changed files. Where one finding of a function
  /// goes and one of the same rule comes, the statement was written anew and is as wrong as it was;
  /// where it comes elsewhere and says the same, the statement was carried there.
  public static Comparison of(ScanReport before, ScanReport after) {
    Map<String, Deque<Finding>> old = new HashMap<>();
    before.findings().forEach(f -> old.computeIfAbsent(key(f), _ -> new ArrayDeque<>()).add(f));
    List<Finding> added = new ArrayList<>();
    List<Finding> moved = new ArrayList<>();
    for (Finding finding : after.findings()) {
      if (Optional.ofNullable(old.get(key(finding))).map(Deque::pollFirst).isEmpty()) {
        added.add(finding);
      }
    }
    List<Finding> fixed =
        new ArrayList<>(
            old.values().stream().flatMap(Deque::stream).sorted(Finding.ORDER).toList());
    for (Finding finding : List.copyOf(added)) {
      Optional<Finding> then =
          fixed.stream()
              .filter(f -> isReworded(f, finding))
              .findFirst()
              .or(() -> fixed.stream().filter(f -> isCarried(f, finding)).findFirst());
      if (then.isPresent()) {
        fixed.remove(then.get());
        added.remove(finding);
        moved.add(finding);
      }
    }
    moved.sort(Finding.ORDER);
    return new Comparison(added, fixed, moved, roles(before, after), after.unsupported());
  }

  /// With findings made elsewhere; where a function has one already, that one tells the cause.
  public Comparison withAdded(List<Finding> more) {
    Set<String> told =
        added.stream().map(f -> f.file() + ":" + f.function()).collect(Collectors.toSet());
    List<Finding> all = new ArrayList<>(added);
    more.stream().filter(f -> !told.contains(f.file() + ":" + f.function())).forEach(all::add);
    all.sort(Finding.ORDER);
    return new Comparison(all, fixed, moved, roles, unsupported);
  }

  /// Whether a finding of the file was added.
  public boolean tellsOf(String file) {
    return added.stream().anyMatch(f -> f.file().equals(file));
  }

  /// With some of the added findings.
  public Comparison ofAdded(UnaryOperator<List<Finding>> some) {
    return new Comparison(some.apply(added), fixed, moved, roles, unsupported);
  }

  private static boolean isReworded(Finding before, Finding after) {
    return before.rule().equals(after.rule())
        && before.file().equals(after.file())
        && before.function().equals(after.function());
  }

  private static boolean isCarried(Finding before, Finding after) {
    return before.rule().equals(after.rule()) && before.message().equals(after.message());
  }

  private static String key(Finding finding) {
    return finding.rule() + ' ' + finding.fingerprint();
  }

  private static List<RoleChange> roles(ScanReport before, ScanReport after) {
    Map<String, List<String>> old = roles(before);
    Map<String, List<String>> fresh = roles(after);
    Set<String> functions = new TreeSet<>(old.keySet());
    functions.addAll(fresh.keySet());
    return functions.stream()
        .map(place -> {
          int colon = place.lastIndexOf(':');
          return new RoleChange(
              place.substring(0, colon),
              place.substring(colon + 1),
              old.getOrDefault(place, List.of()),
              fresh.getOrDefault(place, List.of()));
        })
        .filter(change -> !change.before().equals(change.after()))
        .toList();
  }

  private static Map<String, List<String>> roles(ScanReport report) {
    return report.sites().stream()
        .collect(
            Collectors.groupingBy(
                site -> site.file() + ":" + site.function(),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(Site::role, Collectors.toCollection(TreeSet::new)),
                    roles -> roles.stream().map(Role::word).toList())));
  }
}
