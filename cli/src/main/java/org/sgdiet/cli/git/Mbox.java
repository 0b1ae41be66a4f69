// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The mails of an mbox in the order in which their patches apply, which need not be the order in
/// which they came.
///
/// @param mails the text of each; one when it is no mbox
record Mbox(List<Mail> mails) {

  private static final Pattern START = Pattern.compile("(?m)^(?=From \\S+ .*\\d{4}\\r?$)");
  private static final Pattern SUBJECT =
      Pattern.compile("(?im)^Subject:.*?\\[[^\\]]*?\\b0*(\\d+)/0*(\\d+)\\]");

  /// One mail.
  ///
  /// @param number of its patch in its series, 0 when it has none
  /// @param of how many patches the series has
  record Mail(int number, int of, byte[] text) {}

  static Mbox of(byte[] text) {
    List<Mail> mails =
        Stream.of(START.split(new String(text, ISO_8859_1)))
            .filter(mail -> !mail.isBlank())
            .map(Mbox::mail)
            .toList();
    boolean oneSeries = mails.stream().mapToInt(Mail::of).distinct().count() == 1;
    return new Mbox(
        oneSeries ? mails.stream().sorted(Comparator.comparingInt(Mail::number)).toList() : mails);
  }

  private static Mail mail(String text) {
    int end = text.indexOf("\n\n");
    Matcher subject = SUBJECT.matcher(end < 0 ? text : text.substring(0, end));
    return subject.find()
        ? new Mail(
            Integer.parseInt(subject.group(1)),
            Integer.parseInt(subject.group(2)),
            text.getBytes(ISO_8859_1))
        : new Mail(0, 0, text.getBytes(ISO_8859_1));
  }

  /// `; patches 2, 4 of 5 are not in it`, or nothing.
  String missing() {
    int of = mails.stream().mapToInt(Mail::of).max().orElse(0);
    Set<Integer> there = mails.stream().map(Mail::number).collect(Collectors.toSet());
    Set<Integer> gone =
        IntStream.rangeClosed(1, Math.min(of, 1000))
            .filter(i -> !there.contains(i))
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    return gone.isEmpty()
        ? ""
        : "; patch%s %s of %d %s not in it"
            .formatted(
                gone.size() == 1 ? "" : "es",
                gone.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                of,
                gone.size() == 1 ? "is" : "are");
  }
}
