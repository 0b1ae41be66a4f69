// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Reader;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.ScanReport;

/// A scan as `sgdiet/scan/1`. The records are the schema: names and order are what scripts rely on.
public final class JsonReport {
  private JsonReport() {}

  record Document(
      String schema,
      String tree,
      List<SiteEntry> sites,
      List<FindingEntry> findings,
      List<UnsupportedEntry> unsupported,
      List<SkippedEntry> skipped) {}

  /// A call. What is said about the list holds for a mapping of a list and for the calls that undo
  /// or sync it; it is null for a call that has nothing to do with one.
  record SiteEntry(
      String file,
      int line,
      int column,
      String function,
      String call,
      String role,
      Optional<String> origin,
      Optional<String> consumption,
      Optional<String> recipe,
      Optional<String> verdict,
      Optional<String> reason,
      List<PlaceEntry> unmaps,
      List<PlaceEntry> certain,
      List<PlaceEntry> syncs,
      List<ReaderEntry> readers,
      Optional<String> framework,
      List<String> users) {}

  record ReaderEntry(String use, String file, int line, String function) {
    static ReaderEntry of(Reader reader) {
      Place at = reader.place();
      return new ReaderEntry(
          reader.use().name().toLowerCase(Locale.ROOT), at.file(), at.line(), at.function());
    }
  }

  record PlaceEntry(String file, int line, String function) {
    static PlaceEntry of(Place place) {
      return new PlaceEntry(place.file(), place.line(), place.function());
    }
  }

  record FindingEntry(
      String rule,
      String file,
      int line,
      int column,
      String function,
      String message,
      String confidence,
      String fingerprint,
      List<NoteEntry> notes) {
    static FindingEntry of(Finding finding) {
      return new FindingEntry(
          finding.rule(),
          finding.file(),
          finding.line(),
          finding.column(),
          finding.function(),
          finding.message(),
          finding.confidence().name().toLowerCase(Locale.ROOT),
          finding.fingerprint(),
          finding.notes().stream()
              .map(note -> new NoteEntry(note.file(), note.line(), note.message()))
              .toList());
    }
  }

  record NoteEntry(String file, int line, String message) {}

  record UnsupportedEntry(String file, int line, int endLine, String reason) {}

  record SkippedEntry(String file, String reason) {}

  /// Writes the report of the tree called `tree`.
  public static void write(ScanReport report, String tree, PrintStream out) {
    Json.write(document(report, tree), out);
  }

  static Document document(ScanReport report, String tree) {
    Map<Place, MapFacts> undone = undone(report.sites());
    return new Document(
        "sgdiet/scan/1",
        tree,
        report.sites().stream().map(site -> entry(site, undone)).toList(),
        report.findings().stream().map(FindingEntry::of).toList(),
        report.unsupported().stream()
            .map(u -> new UnsupportedEntry(u.file(), u.line(), u.endLine(), u.reason()))
            .toList(),
        report.skipped().stream().map(s -> new SkippedEntry(s.path(), s.reason())).toList());
  }

  /// For each call that undoes or syncs a mapping, what is known about that mapping.
  private static Map<Place, MapFacts> undone(List<Site> sites) {
    Map<Place, MapFacts> undone = new HashMap<>();
    for (Site site : sites) {
      site.map()
          .ifPresent(facts -> {
            site.unmaps().forEach(place -> undone.putIfAbsent(place, facts));
            site.syncs().forEach(place -> undone.putIfAbsent(place, facts));
          });
    }
    return undone;
  }

  private static SiteEntry entry(Site site, Map<Place, MapFacts> undone) {
    Optional<MapFacts> facts = site.map().or(() -> Optional.ofNullable(undone.get(site.place())));
    return new SiteEntry(
        site.file(),
        site.line(),
        site.column(),
        site.function(),
        site.call(),
        site.role().word(),
        facts.map(f -> f.origin().word()),
        facts.map(f -> f.consumption().word()),
        facts.map(f -> f.decision().recipe().name()),
        facts.map(f -> f.decision().verdict().word()),
        facts.map(f -> f.decision().reason()),
        site.unmaps().stream().map(PlaceEntry::of).toList(),
        site.certain().stream().map(PlaceEntry::of).toList(),
        site.syncs().stream().map(PlaceEntry::of).toList(),
        site.map().stream().flatMap(f -> f.readers().stream()).map(ReaderEntry::of).toList(),
        site.map().map(MapFacts::framework).filter(f -> !f.isEmpty()),
        site.map().map(MapFacts::users).orElse(List.of()));
  }
}
