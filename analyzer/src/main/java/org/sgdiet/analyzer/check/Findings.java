// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;

/// Collects what the checks find in one directory.
public final class Findings {

  private final List<Finding> found = new ArrayList<>();
  private final Map<String, Integer> occurrences = new HashMap<>();

  /// Adds a misuse at `span` of `body`.
  ///
  /// @param message what is wrong, with the names of the driver; lower case, no period
  public void add(
      Rule rule, Body body, Span span, Confidence confidence, String message, List<Note> notes) {
    add(rule, body, span, confidence, message, notes, Optional.empty());
  }

  /// Adds a misuse at `span` of `body`, and what to write there instead.
  public void add(
      Rule rule,
      Body body,
      Span span,
      Confidence confidence,
      String message,
      List<Note> notes,
      Optional<Fix> fix) {
    String file = body.file().path();
    String statement = body.file().dense(span);
    String key = String.join("|", rule.id(), file, body.name(), statement);
    int occurrence = occurrences.merge(key, 1, Integer::sum);
    found.add(
        new Finding(
            rule.id(),
            file,
            span,
            body.line(span.start()),
            body.file().column(span.start()),
            body.name(),
            message,
            confidence,
            fingerprint(key + "|" + occurrence),
            notes,
            fix));
  }

  /// What was found, in the order of [Finding#ORDER].
  public List<Finding> sorted() {
    return found.stream().sorted(Finding.ORDER).toList();
  }

  /// Two checksums of the same words under different seeds: 64 bits, the same on every machine.
  public static String fingerprint(String words) {
    CRC32C low = new CRC32C();
    low.update(words.getBytes(StandardCharsets.UTF_8));
    CRC32C high = new CRC32C();
    high.update(("sgdiet" + words).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((high.getValue() << 32) | low.getValue());
  }
}
