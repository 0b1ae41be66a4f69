// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.List;

/// A patch before it is numbered: what its mail says and what it changes.
///
/// @param subject without `[PATCH]`, at most 75 characters
/// @param log the commit's log below the subject, lines of at most 75 characters
/// @param notes what is said below `---` and stays out of the log
/// @param recipients lines of the `To` header
/// @param changes by path
public record MailPatch(
    String subject,
    String log,
    List<String> notes,
    List<String> recipients,
    List<FileChange> changes) {

  public MailPatch {
    notes = List.copyOf(notes);
    recipients = List.copyOf(recipients);
    changes = List.copyOf(changes);
  }

  /// The name that `git format-patch` gives to the patch's file.
  String fileName(int number) {
    String words = subject.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-|[-.]+$", "");
    return "%04d-%s.patch".formatted(number, words.substring(0, Math.min(52, words.length())));
  }
}
