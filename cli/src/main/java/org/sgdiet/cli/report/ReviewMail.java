// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.sgdiet.analyzer.check.Finding;

/// A review as the draft of a reply: the hunks quoted, the remarks below the lines they are about.
/// Nothing is sent, and what a human has to write says so.
public final class ReviewMail {
  private ReviewMail() {}

  /// Writes the draft.
  public static void write(Review review, PrintStream out) {
    review
        .cover()
        .ifPresentOrElse(
            cover -> {
              out.println("To: " + cover.from());
              out.println("Subject: Re: " + cover.subject().replaceFirst("(?i)^(re: )+", ""));
              if (!cover.messageId().isEmpty()) {
                out.println("In-Reply-To: " + cover.messageId());
              }
            },
            () -> {
              out.println("To: EDITME");
              out.println("Subject: Re: " + review.change().title());
            });
    out.println();
    if (review.comparison().added().isEmpty()) {
      out.println(Prose.of(List.of(review.summary() + ".")));
    } else {
      out.println("EDITME: say hello, and take out below what you do not agree with.");
      List<Finding> left = new ArrayList<>(review.comparison().added());
      for (String file : new TreeSet<>(left.stream().map(Finding::file).toList())) {
        inline(review, file, left, out);
      }
      left.forEach(finding -> out.println("\n" + remark(finding, place(finding) + ": ")));
    }
    for (VerifyReport.Entry entry : review.executed()) {
      if (entry.verdict().equals("proved") || entry.verdict().equals("differs")) {
        out.println("\n" + Prose.of(List.of(Executions.sentence(entry) + ".")));
      }
    }
  }

  /// The hunks of a file in which findings stand; takes those out of `left`.
  private static void inline(Review review, String file, List<Finding> left, PrintStream out) {
    boolean named = false;
    for (ChangedLines.Hunk hunk : ChangedLines.of(review.change(), file).hunks()) {
      int last = -1;
      for (int i = 0; i < hunk.lines().size(); i++) {
        if (!at(hunk.lines().get(i), file, left).isEmpty()) {
          last = i;
        }
      }
      if (last < 0) {
        continue;
      }
      out.println();
      if (!named) {
        out.println("> --- a/" + file + "\n> +++ b/" + file);
        named = true;
      }
      out.println("> " + hunk.head());
      for (ChangedLines.Line line : hunk.lines().subList(0, last + 1)) {
        out.println(("> " + line).stripTrailing());
        for (Finding finding : at(line, file, left)) {
          out.println("\n" + remark(finding, "") + "\n");
          left.remove(finding);
        }
      }
    }
  }

  private static List<Finding> at(ChangedLines.Line line, String file, List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.file().equals(file) && f.line() == line.after())
        .toList();
  }

  private static String remark(Finding finding, String before) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(before + finding.message() + " [" + finding.rule() + "].");
    finding
        .notes()
        .forEach(n -> paragraphs.add("%s:%d: %s.".formatted(n.file(), n.line(), n.message())));
    return Prose.of(paragraphs);
  }

  private static String place(Finding finding) {
    return finding.file() + ":" + finding.line() + ", " + finding.function() + "()";
  }

  /// The headers of the first mail in a text, for a reply to it.
  public static Optional<Review.Cover> cover(String mails) {
    int end = mails.indexOf("\n\n");
    String head = (end < 0 ? "" : mails.substring(0, end)).replaceAll("\n[ \t]+", " ");
    String from = header(head, "From:");
    String subject = header(head, "Subject:");
    return from.isEmpty() || subject.isEmpty()
        ? Optional.empty()
        : Optional.of(new Review.Cover(from, subject, header(head, "Message-ID:")));
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name, 0, name.length()))
        .findFirst()
        .map(line -> line.substring(name.length()).strip())
        .orElse("");
  }
}
