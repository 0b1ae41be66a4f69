// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sgdiet.analyzer.source.Span;

/// A misuse of the DMA API at one place.
///
/// @param rule id of the rule, kebab case
/// @param file path relative to the tree
/// @param line 1-based
/// @param column 1-based, in bytes
/// @param fingerprint the same for the same misuse after lines moved
/// @param notes what happened on the way to it, in that order: mapped here, kept here, used here
/// @param fix what to write instead, where a change of a few bytes mends it
public record Finding(
    String rule,
    String file,
    Span span,
    int line,
    int column,
    String function,
    String message,
    Confidence confidence,
    String fingerprint,
    List<Note> notes,
    Optional<Fix> fix) {

  /// By file, then position, then rule.
  public static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(f -> f.span().start())
          .thenComparing(Finding::rule);

  public Finding {
    notes = List.copyOf(notes);
  }

  /// The same finding with its files called as `names` says.
  public Finding named(UnaryOperator<String> names) {
    List<Note> renamed =
        notes.stream().map(n -> new Note(names.apply(n.file()), n.line(), n.message())).toList();
    return new Finding(
        rule,
        names.apply(file),
        span,
        line,
        column,
        function,
        message,
        confidence,
        fingerprint,
        renamed,
        fix);
  }

  /// The same finding with one more note, and its fix as `other` has it.
  public Finding with(Note note, Optional<Fix> other) {
    List<Note> more = new ArrayList<>(notes);
    more.add(note);
    return new Finding(
        rule, file, span, line, column, function, message, confidence, fingerprint, more, other);
  }

  /// How sure a finding is, in the words of the kernel's semantic patches.
  public enum Confidence {
    HIGH,
    MODERATE,
    LOW
  }

  /// A further place that explains the finding.
  ///
  /// @param line 1-based
  public record Note(String file, int line, String message) {}
}
