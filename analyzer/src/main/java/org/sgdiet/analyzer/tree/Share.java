// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One driver on its way through a scan: analysed, or remembered.
final class Share {

  private final Set<String> files;
  private final DirectoryScan scan;
  private final Optional<ScanMemory.Driver> before;

  private Optional<DirectoryScan.Result> result = Optional.empty();
  private Set<String> open = Set.of();
  private Set<String> frameworks = Set.of();
  private Set<String> abroad = Set.of();

  /// @param files paths of the files that are the driver's own
  /// @param before what is remembered of them, as long as nothing that it hung on has changed
  Share(Set<String> files, DirectoryScan scan, Optional<ScanMemory.Driver> before) {
    this.files = files;
    this.scan = scan;
    this.before = before;
  }

  /// Analyses the driver by itself, unless it is remembered.
  void alone() {
    if (before.isPresent()) {
      open = before.get().open();
      frameworks = before.get().frameworks();
    } else {
      analyse(Set.of());
      open = result().open();
      frameworks = new TreeSet<>();
      result().sites().stream().flatMap(s -> Abroad.framework(s).stream()).forEach(frameworks::add);
    }
  }

  /// Names that lead out of the directory.
  Set<String> names() {
    Set<String> names = new TreeSet<>(open);
    names.addAll(frameworks);
    return names;
  }

  /// Analyses the driver with the files that its names lead to.
  ///
  /// @param own the files of the directory
  void withFiles(Abroad found, List<String> own) {
    abroad = found.of(open, own);
    if (before.isPresent() && before.get().abroad().equals(abroad)) {
      result = Optional.of(before.get().read());
    } else if (!abroad.isEmpty() || before.isPresent()) {
      analyse(abroad);
    }
  }

  private void analyse(Set<String> abroad) {
    result = Optional.of(scan.run(files, abroad));
  }

  /// Whether the result is not the remembered one.
  boolean isNew() {
    return before.isEmpty() || !before.get().abroad().equals(abroad);
  }

  DirectoryScan.Result result() {
    return result.orElseThrow();
  }

  /// What to keep of it.
  ScanMemory.Driver kept() {
    return before
        .filter(_ -> !isNew())
        .orElseGet(() -> ScanMemory.Driver.of(files, open, frameworks, abroad, result()));
  }
}
