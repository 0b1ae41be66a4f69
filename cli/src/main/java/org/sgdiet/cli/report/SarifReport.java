// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Fix;
import org.sgdiet.analyzer.check.Rules;

/// Findings as SARIF 2.1.0, the form that code hosting sites show beside a change.
public final class SarifReport {

  /// What the readers of the format take at most.
  private static final int MOST_RESULTS = 25_000;

  /// Under what a result carries its fingerprint; the name that code hosting sites look for.
  static final String FINGERPRINT = "primaryLocationLineHash";

  private SarifReport() {}

  record Log(@JsonProperty("$schema") String schema, String version, List<Run> runs) {}

  record Run(Tool tool, String columnKind, List<Result> results) {}

  record Tool(Driver driver) {}

  record Driver(String name, String version, List<Rule> rules) {}

  record Rule(
      String id,
      Message shortDescription,
      Optional<Message> fullDescription,
      Optional<Message> help) {}

  record Message(String text) {}

  record ArtifactLocation(String uri, String uriBaseId) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Region(int startLine, Optional<Integer> startColumn) {}

  record PhysicalLocation(ArtifactLocation artifactLocation, Region region) {}

  record LogicalLocation(String name, String kind) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Location(
      PhysicalLocation physicalLocation,
      List<LogicalLocation> logicalLocations,
      Optional<Message> message) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Result(
      String ruleId,
      String level,
      Message message,
      List<Location> locations,
      List<Location> relatedLocations,
      Map<String, String> partialFingerprints,
      List<Change> fixes) {}

  /// What the format calls a fix.
  record Change(Message description, List<ArtifactChange> artifactChanges) {}

  record ArtifactChange(ArtifactLocation artifactLocation, List<Replacement> replacements) {}

  record Replacement(Bytes deletedRegion, Content insertedContent) {}

  record Bytes(int byteOffset, int byteLength) {}

  record Content(String text) {}

  /// Writes the findings; `version` is that of the tool.
  public static void write(List<Finding> all, String version, PrintStream out) {
    List<Finding> findings = all.stream().limit(MOST_RESULTS).toList();
    List<Rule> rules =
        findings.stream().map(Finding::rule).distinct().sorted().map(SarifReport::rule).toList();
    Run run =
        new Run(
            new Tool(new Driver("sgdiet", version, rules)),
            "unicodeCodePoints",
            findings.stream().map(SarifReport::result).toList());
    Json.write(
        new Log("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", List.of(run)), out);
  }

  private static Rule rule(String id) {
    return Rules.named(id)
        .map(r ->
            new Rule(
                id,
                new Message(r.title()),
                Optional.of(new Message(r.why() + " " + r.seen())),
                Optional.of(new Message(r.fix() + " Source: " + r.source()))))
        .orElseGet(() ->
            new Rule(id, new Message(id.replace('-', ' ')), Optional.empty(), Optional.empty()));
  }

  private static Result result(Finding finding) {
    Location place =
        new Location(
            physical(finding.file(), finding.line(), Optional.of(finding.column())),
            List.of(new LogicalLocation(finding.function(), "function")),
            Optional.empty());
    return new Result(
        finding.rule(),
        level(finding.confidence()),
        new Message(finding.message()),
        List.of(place),
        finding.notes().stream().map(SarifReport::related).toList(),
        Map.of(FINGERPRINT, finding.fingerprint()),
        finding.fix().stream()
            .filter(fix -> !fix.changes().isEmpty())
            .map(fix -> change(finding.file(), fix))
            .toList());
  }

  private static Change change(String file, Fix fix) {
    List<Replacement> replacements =
        fix.changes().stream()
            .map(c ->
                new Replacement(
                    new Bytes(c.span().start(), c.span().length()), new Content(c.replacement())))
            .toList();
    return new Change(
        new Message("write '" + fix.shown() + "' (" + fix.kind().word() + ")"),
        List.of(new ArtifactChange(artifact(file), replacements)));
  }

  private static Location related(Finding.Note note) {
    return new Location(
        physical(note.file(), note.line(), Optional.empty()),
        List.of(),
        Optional.of(new Message(note.message())));
  }

  private static PhysicalLocation physical(String file, int line, Optional<Integer> column) {
    return new PhysicalLocation(artifact(file), new Region(line, column));
  }

  private static ArtifactLocation artifact(String file) {
    return new ArtifactLocation(uri(file), "%SRCROOT%");
  }

  private static String level(Finding.Confidence confidence) {
    return switch (confidence) {
      case HIGH -> "error";
      case MODERATE -> "warning";
      case LOW -> "note";
    };
  }

  /// A relative path as a relative URI.
  private static String uri(String path) {
    try {
      return new URI(null, null, "/" + path, null).getRawPath().substring(1);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a path: " + path, e);
    }
  }
}
