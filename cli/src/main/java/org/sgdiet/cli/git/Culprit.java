// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.blame.BlameGenerator;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.revwalk.RevCommit;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;

/// The commit that a fix is for.
///
/// @param id its first 12 hexadecimal digits
public record Culprit(String id, String subject) {

  private static final int DIGITS = 12;

  /// A file of the kernel is blamed in a second or two where git keeps a commit graph; without one
  /// it may take minutes, for a line that a person finds as well.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// The commit that last changed all the lines that an edit takes away or replaces, spaces apart.
  /// None where lines come from several, where nothing is taken away, where the history begins with
  /// them, and where it takes too long to find out.
  ///
  /// @param edits of a file of the tree
  /// @param content of that file at the base
  public static Optional<Culprit> of(GitBase base, FileEdits edits, byte[] content) {
    BitSet open = lines(edits, content);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Set<RevCommit> found = new HashSet<>();
    Instant end = Instant.now().plus(LONGEST);
    try (BlameGenerator blame =
        new BlameGenerator(base.repository(), base.prefix() + edits.path())) {
      blame.setTextComparator(RawTextComparator.WS_IGNORE_ALL);
      blame.push(null, base.commit());
      while (!open.isEmpty() && found.size() < 2 && Instant.now().isBefore(end) && blame.next()) {
        BitSet here = new BitSet();
        here.set(blame.getResultStart(), blame.getResultEnd());
        if (here.intersects(open)) {
          found.add(blame.getSourceCommit());
          open.andNot(here);
        }
      }
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
    return open.isEmpty() && found.size() == 1
        ? found.stream().filter(c -> c.getParentCount() > 0).findFirst().map(Culprit::of)
        : Optional.empty();
  }

  private static Culprit of(RevCommit commit) {
    return new Culprit(commit.abbreviate(DIGITS).name(), commit.getShortMessage());
  }

  /// Numbers of the lines that edits take away or replace, 0-based.
  private static BitSet lines(FileEdits edits, byte[] content) {
    BitSet lines = new BitSet();
    String text = new String(content, ISO_8859_1);
    for (Edit edit : edits.edits()) {
      if (edit.span().length() > 0) {
        int first = line(text, edit.span().start());
        lines.set(first, line(text, edit.span().end() - 1) + 1);
      }
    }
    return lines;
  }

  private static int line(String text, int offset) {
    return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  /// The line of a log that names it.
  String tag() {
    return "Fixes: %s (\"%s\")".formatted(id, subject);
  }
}
