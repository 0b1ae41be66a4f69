// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Fix;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Reader;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.ScanReport;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/// A scan as `sgdiet/scan/1`. The records are the schema: names and order are what scripts rely on.
public final class JsonReport {
  static final String SCHEMA = "sgdiet/scan/1";

  private static final ObjectReader SHARD =
      Json.LINE
          .readerFor(Document.class)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private JsonReport() {}

  /// The document.
  ///
  /// @param shard which part of the tree it is about, as `I/N`; absent for all of it
  public record Document(
      String schema,
      String tree,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> shard,
      List<SiteEntry> sites,
      List<FindingEntry> findings,
      List<UnsupportedEntry> unsupported,
      List<SkippedEntry> skipped) {}

  /// A call. What is said about the list holds for a mapping of a list and for the calls that undo
  /// or sync it; it is null for a call that has nothing to do with one.
  public record SiteEntry(
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
      List<String> users) {

    private PlaceEntry place() {
      return new PlaceEntry(file, line, function);
    }

    private boolean undoesOrSyncs() {
      return role.equals(Role.OUTPUT.word());
    }

    /// This call with what is known about the mapping that it undoes or syncs.
    private SiteEntry with(Optional<SiteEntry> mapping) {
      return new SiteEntry(
          file,
          line,
          column,
          function,
          call,
          role,
          mapping.flatMap(SiteEntry::origin),
          mapping.flatMap(SiteEntry::consumption),
          mapping.flatMap(SiteEntry::recipe),
          mapping.flatMap(SiteEntry::verdict),
          mapping.flatMap(SiteEntry::reason),
          unmaps,
          certain,
          syncs,
          readers,
          framework,
          users);
    }
  }

  public record ReaderEntry(String use, String file, int line, String function) {
    static ReaderEntry of(Reader reader) {
      Place at = reader.place();
      return new ReaderEntry(
          reader.use().name().toLowerCase(Locale.ROOT), at.file(), at.line(), at.function());
    }
  }

  public record PlaceEntry(String file, int line, String function) {
    static PlaceEntry of(Place place) {
      return new PlaceEntry(place.file(), place.line(), place.function());
    }
  }

  public record FindingEntry(
      String rule,
      String file,
      int line,
      int column,
      String function,
      String message,
      String confidence,
      String fingerprint,
      List<NoteEntry> notes,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FixEntry> fix) {
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
              .toList(),
          finding.fix().map(FixEntry::of));
    }
  }

  /// What to write instead of a misuse, in its file.
  ///
  /// @param kind `proved`, `needs-review` or `display-only`
  public record FixEntry(String kind, String text, List<EditEntry> edits) {
    static FixEntry of(Fix fix) {
      return new FixEntry(
          fix.kind().word(),
          fix.shown(),
          fix.changes().stream()
              .map(c -> new EditEntry(c.span().start(), c.span().length(), c.replacement()))
              .toList());
    }
  }

  /// Bytes that are replaced, counted from 0 in the file as it was read.
  public record EditEntry(int offset, int length, String replacement) {}

  public record NoteEntry(String file, int line, String message) {}

  public record UnsupportedEntry(String file, int line, int endLine, String reason) {}

  public record SkippedEntry(String file, String reason) {}

  /// Writes the report of the tree called `tree`.
  ///
  /// @param shard which part of it was scanned, as `I/N`; empty for all of it
  public static void write(
      ScanReport report, String tree, Optional<String> shard, PrintStream out) {
    Json.write(document(report, tree, shard), out);
  }

  /// The report of a shard, read back.
  ///
  /// @throws IllegalArgumentException when it is JSON, but not that
  public static Document read(byte[] json) {
    Document document = SHARD.readValue(json);
    boolean whole =
        SCHEMA.equals(document.schema())
            && document
                .shard()
                .filter(s -> s.matches("[1-9][0-9]{0,3}/[1-9][0-9]{0,3}"))
                .isPresent();
    if (!whole) {
      throw new IllegalArgumentException("not the report of a shard");
    }
    return document;
  }

  static Document document(ScanReport report, String tree, Optional<String> shard) {
    return new Document(
        SCHEMA,
        tree,
        shard,
        withUndone(report.sites().stream().map(JsonReport::entry).toList()),
        report.findings().stream().map(FindingEntry::of).toList(),
        report.unsupported().stream()
            .map(u -> new UnsupportedEntry(u.file(), u.line(), u.endLine(), u.reason()))
            .toList(),
        report.skipped().stream().map(s -> new SkippedEntry(s.path(), s.reason())).toList());
  }

  /// The sites, those that undo or sync a mapping with what is known about the first such mapping.
  static List<SiteEntry> withUndone(List<SiteEntry> sites) {
    Map<PlaceEntry, SiteEntry> mappings = new HashMap<>();
    for (SiteEntry site : sites) {
      if (site.origin().isPresent() && !site.undoesOrSyncs()) {
        site.unmaps().forEach(place -> mappings.putIfAbsent(place, site));
        site.syncs().forEach(place -> mappings.putIfAbsent(place, site));
      }
    }
    return sites.stream()
        .map(site ->
            site.undoesOrSyncs()
                ? site.with(Optional.ofNullable(mappings.get(site.place())))
                : site)
        .toList();
  }

  private static SiteEntry entry(Site site) {
    Optional<MapFacts> facts = site.map();
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
        facts.stream().flatMap(f -> f.readers().stream()).map(ReaderEntry::of).toList(),
        facts.map(MapFacts::framework).filter(f -> !f.isEmpty()),
        facts.map(MapFacts::users).orElse(List.of()));
  }
}
