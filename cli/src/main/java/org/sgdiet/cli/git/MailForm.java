// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The mails of a series in the form of `git format-patch`, which `git am` and `b4` take.
///
/// Same series, same bytes: the date is the base commit's, and without a base there is none, so
/// that `git am` takes its own clock.
///
/// @param date of every mail
/// @param version of the posting, 1 for the first
/// @param tool what the last line of each mail names
public record MailForm(Identity from, Optional<ZonedDateTime> date, int version, String tool) {

  private static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

  /// The date that marks a file as made by format-patch, whatever the patch's own date.
  private static final String MAGIC_FROM = "From " + "0".repeat(40) + " Mon Sep 17 00:00:00 2001\n";

  /// One patch of a series.
  ///
  /// @param number 1-based
  /// @param of how many patches there are
  /// @param trailer lines below the diff, such as `base-commit:`
  public byte[] patch(MailPatch patch, int number, int of, List<String> trailer) {
    StringBuilder text = new StringBuilder();
    text.append(patch.log().stripTrailing()).append("\n---\n");
    patch.notes().forEach(note -> text.append(note).append('\n'));
    if (!patch.notes().isEmpty()) {
      text.append('\n');
    }
    text.append(Diffstat.of(patch.changes())).append('\n');
    String prefix = of == 1 ? marker("") : marker(" " + padded(number, of) + "/" + of);
    StringBuilder diff = new StringBuilder();
    patch.changes().forEach(change -> diff.append(change.diff()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head(prefix + " " + patch.subject(), patch.recipients(), text).getBytes(UTF_8));
    out.writeBytes(diff.toString().getBytes(ISO_8859_1));
    out.writeBytes(footer(trailer).getBytes(UTF_8));
    return out.toByteArray();
  }

  /// The mail that introduces a series.
  public byte[] cover(
      String subject, String text, List<String> recipients, int of, List<String> trailer) {
    String prefix = marker(" " + padded(0, of) + "/" + of);
    String body = text.stripTrailing() + "\n";
    return (head(prefix + " " + subject, recipients, body) + footer(trailer)).getBytes(UTF_8);
  }

  private String head(String subject, List<String> recipients, CharSequence text) {
    StringBuilder out = new StringBuilder(MAGIC_FROM);
    out.append("From: ").append(mailbox(from.name() + " <" + from.email() + ">")).append('\n');
    date.ifPresent(d -> out.append("Date: ").append(RFC_2822.format(d)).append('\n'));
    out.append("Subject: ").append(encoded(subject)).append('\n');
    if (!recipients.isEmpty()) {
      List<String> mailboxes = recipients.stream().map(MailForm::mailbox).toList();
      out.append("To: ").append(String.join(",\n    ", mailboxes)).append('\n');
    }
    if (!isAscii(text) || !isAscii(from.name() + subject)) {
      out.append("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n");
      out.append("Content-Transfer-Encoding: 8bit\n");
    }
    return out.append('\n').append(text).toString();
  }

  private String footer(List<String> trailer) {
    StringBuilder out = new StringBuilder();
    if (!trailer.isEmpty()) {
      out.append('\n').append(String.join("\n", trailer)).append('\n');
    }
    return out.append("-- \n").append(tool).append("\n\n").toString();
  }

  private String marker(String count) {
    return "[PATCH" + (version > 1 ? " v" + version : "") + count + "]";
  }

  private static String padded(int number, int of) {
    return String.format(Locale.ROOT, "%0" + String.valueOf(of).length() + "d", number);
  }

  /// A header's words: plain when they are ASCII, else one RFC 2047 word.
  private static String encoded(String words) {
    return isAscii(words)
        ? words
        : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(words.getBytes(UTF_8)) + "?=";
  }

  /// A mailbox, its name encoded and its address left alone.
  private static String mailbox(String mailbox) {
    int address = mailbox.lastIndexOf(" <");
    return address < 0
        ? mailbox
        : encoded(mailbox.substring(0, address)) + mailbox.substring(address);
  }

  private static boolean isAscii(CharSequence text) {
    return US_ASCII.newEncoder().canEncode(text);
  }
}
