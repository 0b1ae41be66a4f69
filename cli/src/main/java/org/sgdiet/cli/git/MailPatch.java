// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.List;
import java.util.stream.Stream;

/// A patch before it is numbered: what its mail says and what it changes.
///
/// @param kind what it is in a series
/// @param file the file whose subsystem takes it, from the repository's root
/// @param subject without `[PATCH]`, at most 75 characters
/// @param log the commit's log below the subject, lines of at most 75 characters but for its tags
/// @param notes what is said below `---` and stays out of the log
/// @param recipients lines of the `To` header
/// @param changes by path
public record MailPatch(
    Kind kind,
    String file,
    String subject,
    String log,
    List<String> notes,
    List<String> recipients,
    List<FileChange> changes) {

  /// What patches are in a series, in their order.
  public enum Kind {
    /// Ends a misuse.
    FIX,
    /// Adds what conversions need.
    API,
    /// Does the same in other words.
    CONVERSION
  }

  public MailPatch {
    notes = List.copyOf(notes);
    recipients = List.copyOf(recipients);
    changes = List.copyOf(changes);
  }

  /// The same with lines at the end of its log, which are not filled.
  MailPatch withTags(List<String> tags) {
    String all = log + "\n\n" + String.join("\n", tags);
    return new MailPatch(kind, file, subject, all, notes, recipients, changes);
  }

  /// The same with one more note.
  MailPatch withNote(String note) {
    List<String> all = Stream.concat(notes.stream(), Stream.of(note)).toList();
    return new MailPatch(kind, file, subject, log, all, recipients, changes);
  }

  /// The subject up to the summary, with its final blank: `mtd: rawnand: `, `crypto: ccree - `.
  String prefix() {
    return subject.replaceFirst("^(.*: |.*: .* - )?.*", "$1");
  }

  /// The name that `git format-patch` gives to the patch's file.
  String fileName(int number) {
    String words = subject.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-|[-.]+$", "");
    return "%04d-%s.patch".formatted(number, words.substring(0, Math.min(52, words.length())));
  }
}
