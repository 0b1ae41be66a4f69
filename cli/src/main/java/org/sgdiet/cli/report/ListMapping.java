// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.List;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.Verdict;
import org.sgdiet.analyzer.tree.ScanReport;

/// A call that maps a list, with what is known about it.
record ListMapping(Site site, MapFacts facts) {

  static List<ListMapping> of(ScanReport report) {
    return report.sites().stream()
        .flatMap(site -> site.map().stream().map(facts -> new ListMapping(site, facts)))
        .toList();
  }

  /// The first directory of a path, and the second where there are more: `drivers/mmc`.
  static String subsystem(String file) {
    String[] parts = file.split("/", -1);
    return parts.length < 3 ? parts[0] : parts[0] + "/" + parts[1];
  }

  String subsystem() {
    return subsystem(site.file());
  }

  Verdict verdict() {
    return facts.decision().verdict();
  }

  /// The same after lines moved, as far as the function has one call like it.
  String anchor() {
    List<String> words = site.args().stream().map(a -> a.text()).toList();
    return "m"
        + Findings.fingerprint(
            String.join("|", site.file(), site.function(), site.call(), words.toString()));
  }
}
