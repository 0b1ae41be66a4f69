// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sgdiet.cli.BadInputException;

/// An earlier version of a series, as its mails have it: what the next one is compared with.
///
/// @param version of the posting, 1 for the first
/// @param changeId what all versions of the series share
public record EarlierPosting(int version, Optional<String> changeId, List<Patch> patches) {

  private static final Pattern SUBJECT =
      Pattern.compile("(?m)^Subject: (\\[PATCH[^\\]]*\\] )?((?:.*)(?:\\r?\\n[ \\t].*)*)");
  private static final Pattern VERSION = Pattern.compile("\\bv(\\d{1,4})\\b");
  private static final Pattern MOVING = Pattern.compile("index |base-commit: |change-id: ");
  private static final Pattern CHANGE_ID = Pattern.compile("(?m)^change-id: (\\S+)");

  /// One of its patches.
  ///
  /// @param diff without what moves when others change: line numbers and blob names
  record Patch(String subject, String diff) {}

  /// How a patch of the next version stands to this one.
  private enum Change {
    /// It has the same diff.
    NONE,
    /// It does the same with another diff.
    DIFF,
    /// It was not there.
    NEW
  }

  public EarlierPosting {
    patches = List.copyOf(patches);
  }

  /// Reads a directory of mails: `.patch` files, and the cover letter whose name begins with
  /// `0000`.
  public static EarlierPosting read(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BadInputException(
          directory + ": no such directory; name the one that 'sgdiet series -o' wrote");
    }
    List<String> mails = new ArrayList<>();
    List<Patch> patches = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        boolean cover = name.startsWith("0000");
        if (cover || name.endsWith(".patch")) {
          String mail = Files.readString(file, ISO_8859_1);
          mails.add(mail);
          if (!cover) {
            patches.add(new Patch(subject(mail), diff(mail)));
          }
        }
      }
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be read: " + e.getMessage());
    }
    if (patches.isEmpty()) {
      throw new BadInputException(
          directory + ": no .patch file in it; name the directory that 'sgdiet series -o' wrote");
    }
    return new EarlierPosting(version(mails.getFirst()), changeId(mails), patches);
  }

  private static int version(String mail) {
    Matcher subject = SUBJECT.matcher(mail);
    if (subject.find() && subject.group(1) != null) {
      Matcher version = VERSION.matcher(subject.group(1));
      return version.find() ? Integer.parseInt(version.group(1)) : 1;
    }
    return 1;
  }

  private static Optional<String> changeId(List<String> mails) {
    return mails.stream()
        .map(CHANGE_ID::matcher)
        .filter(Matcher::find)
        .findFirst()
        .map(m -> m.group(1));
  }

  private static String subject(String mail) {
    Matcher subject = SUBJECT.matcher(mail);
    return subject.find() ? subject.group(2).replaceAll("\\r?\\n[ \\t]", " ").strip() : "";
  }

  private static String diff(String mail) {
    int start = mail.indexOf("\ndiff --git ");
    int end = mail.lastIndexOf("\n-- \n");
    return start < 0
        ? ""
        : comparable(mail.substring(start + 1, end < start ? mail.length() : end + 1));
  }

  private static String comparable(String diff) {
    StringBuilder out = new StringBuilder();
    diff.lines()
        .filter(line -> !MOVING.matcher(line).lookingAt())
        .map(line -> line.startsWith("@@ ") ? "@@" : line)
        .forEach(line -> out.append(line).append('\n'));
    return out.toString().strip();
  }

  /// What changed since this version, below the `---` of a patch.
  String note(MailPatch patch) {
    return "Changes since v%d: %s"
        .formatted(
            version,
            switch (change(patch)) {
              case NONE -> "none.";
              case DIFF -> "EDITME: the diff is another; say what and why";
              case NEW -> "new.";
            });
  }

  /// What changed since this version, for the cover letter.
  String notes(List<MailPatch> next) {
    StringBuilder out = new StringBuilder("Changes since v%d:".formatted(version));
    int before = out.length();
    for (int i = 0; i < next.size(); i++) {
      switch (change(next.get(i))) {
        case NONE -> {}
        case DIFF ->
            out.append("\n- EDITME: patch %d has another diff; say what and why".formatted(i + 1));
        case NEW -> out.append("\n- patch %d is new".formatted(i + 1));
      }
    }
    dropped(next).forEach(subject -> out.append("\n- dropped: ").append(subject));
    return out.length() == before ? out.append("\n- none in the diffs").toString() : out.toString();
  }

  /// How `patch` stands to this version.
  private Change change(MailPatch patch) {
    return patches.stream()
        .filter(p -> isSame(p, patch))
        .findFirst()
        .map(p -> p.diff().equals(diff(patch)) ? Change.NONE : Change.DIFF)
        .orElse(Change.NEW);
  }

  /// Subjects of the patches that the next version does without.
  private List<String> dropped(List<MailPatch> next) {
    return patches.stream()
        .filter(p -> next.stream().noneMatch(n -> isSame(p, n)))
        .map(Patch::subject)
        .toList();
  }

  private static boolean isSame(Patch old, MailPatch patch) {
    return old.subject().equals(patch.subject()) || old.diff().equals(diff(patch));
  }

  private static String diff(MailPatch patch) {
    StringBuilder diff = new StringBuilder();
    patch.changes().forEach(change -> diff.append(change.diff()));
    return comparable(diff.toString());
  }
}
