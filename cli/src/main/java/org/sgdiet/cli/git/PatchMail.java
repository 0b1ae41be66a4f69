// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.FormatError;
import org.eclipse.jgit.patch.HunkHeader;
import org.eclipse.jgit.patch.Patch;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;

/// Diffs as they come in mails, applied in memory.
///
/// @param files in the order in which they apply; a file may stand in it more than once
/// @param missing what to add to a message when the diffs do not apply
public record PatchMail(List<FileHeader> files, String missing) {

  public PatchMail {
    files = List.copyOf(files);
  }

  /// Reads a diff, a mail or an mbox; what stands around the diffs is passed over.
  ///
  /// @param name what the text is called in messages
  public static PatchMail parse(byte[] text, String name) {
    Mbox mbox = Mbox.of(text);
    List<FileHeader> files = new ArrayList<>();
    for (Mbox.Mail mail : mbox.mails()) {
      Patch patch = new Patch();
      patch.parse(mail.text(), 0, mail.text().length);
      for (FormatError error : patch.getErrors()) {
        if (error.getSeverity() == FormatError.Severity.ERROR) {
          throw new BadInputException(
              "%s: broken patch: %s at '%s'"
                  .formatted(name, error.getMessage(), error.getLineText().strip()));
        }
      }
      patch.getFiles().forEach(file -> files.add((FileHeader) file));
    }
    return new PatchMail(files, mbox.missing());
  }

  /// The files as they are afterwards, relative to the tree; empty for a file that goes.
  ///
  /// @param fromRoot from the repository's root to the tree; files outside are passed over
  public NavigableMap<String, Optional<byte[]>> apply(SourceTree base, String fromRoot) {
    String prefix = prefix(base, fromRoot);
    NavigableMap<String, Optional<byte[]>> changed = new TreeMap<>();
    try {
      for (FileHeader file : files) {
        if (file.getPatchType() == FileHeader.PatchType.UNIFIED) {
          apply(file, base, prefix, changed);
        }
      }
      return changed;
    } catch (DoesNotApply e) {
      throw new BadInputException("patch does not apply: " + e.getMessage() + missing);
    }
  }

  private static void apply(
      FileHeader file,
      SourceTree base,
      String prefix,
      NavigableMap<String, Optional<byte[]>> changed) {
    ChangeType change = file.getChangeType();
    Optional<String> from = inside(file.getOldPath(), prefix);
    Optional<String> to = inside(file.getNewPath(), prefix);
    byte[] before =
        change == ChangeType.ADD
            ? new byte[0]
            : from.map(path -> content(path, base, changed)).orElseGet(() -> new byte[0]);
    if (change == ChangeType.DELETE || change == ChangeType.RENAME) {
      from.ifPresent(path -> changed.put(path, Optional.empty()));
    }
    if (change != ChangeType.DELETE) {
      to.ifPresent(path -> changed.put(path, Optional.of(patched(file, before))));
    }
  }

  private static Optional<String> inside(String path, String prefix) {
    return path.startsWith(prefix)
        ? Optional.of(path.substring(prefix.length()))
        : Optional.empty();
  }

  /// Where the tree lies as the paths of this diff see it: mails from a list name the files of a
  /// kernel that is a directory of a larger repository as if it were all of it.
  private String prefix(SourceTree base, String fromRoot) {
    boolean fromTree =
        files.stream().map(FileHeader::getOldPath).noneMatch(path -> path.startsWith(fromRoot));
    return fromTree
            && files.stream()
                .map(FileHeader::getOldPath)
                .anyMatch(path -> base.read(path) instanceof Content.Bytes)
        ? ""
        : fromRoot;
  }

  private static byte[] content(
      String path, SourceTree base, NavigableMap<String, Optional<byte[]>> changed) {
    Optional<byte[]> known = changed.getOrDefault(path, Optional.empty());
    if (known.isPresent()) {
      return known.get();
    }
    return switch (base.read(path)) {
      case Content.Bytes(byte[] bytes) -> bytes;
      case Content.Skipped(String reason) -> throw new DoesNotApply(path + ": " + reason);
    };
  }

  private static byte[] patched(FileHeader file, byte[] before) {
    List<String> lines = lines(new String(before, ISO_8859_1));
    int shift = 0;
    for (HunkHeader hunk : file.getHunks()) {
      shift = Hunk.of(hunk).apply(lines, shift, file.getNewPath());
    }
    return String.join("", lines).getBytes(ISO_8859_1);
  }

  /// Lines with their ends, latin-1.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)", -1)));
    lines.removeIf(String::isEmpty);
    return lines;
  }

  /// Says which hunk or file; ends inside this class.
  private static final class DoesNotApply extends RuntimeException {
    private static final long serialVersionUID = 1;

    DoesNotApply(String message) {
      super(message);
    }
  }

  /// One hunk.
  ///
  /// @param start line of the old file where it belongs, 0-based
  /// @param old lines that have to stand there
  /// @param fresh lines that stand there afterwards
  private record Hunk(int start, List<String> old, List<String> fresh, String head) {
    static Hunk of(HunkHeader header) {
      String text =
          new String(
              header.getBuffer(),
              header.getStartOffset(),
              header.getEndOffset() - header.getStartOffset(),
              ISO_8859_1);
      List<String> body = lines(text);
      List<String> old = new ArrayList<>();
      List<String> fresh = new ArrayList<>();
      char last = ' ';
      for (String line : body.subList(1, body.size())) {
        boolean full =
            old.size() == header.getOldImage().getLineCount()
                && fresh.size() == header.getNewLineCount();
        char kind = line.charAt(0);
        if (kind == '\\') {
          withoutLineEnd(old, fresh, last);
        } else if (!full) {
          String content = kind == '\n' ? "\n" : line.substring(1);
          if (kind != '+') {
            old.add(content);
          }
          if (kind != '-') {
            fresh.add(content);
          }
        }
        last = kind;
      }
      int at = Math.max(0, header.getOldImage().getStartLine() - (old.isEmpty() ? 0 : 1));
      return new Hunk(at, old, fresh, body.getFirst().strip());
    }

    private static void withoutLineEnd(List<String> old, List<String> fresh, char kind) {
      if (kind != '+') {
        old.add(chomped(old.removeLast()));
      }
      if (kind != '-') {
        fresh.add(chomped(fresh.removeLast()));
      }
    }

    private static String chomped(String line) {
      return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }

    /// Applies it where it belongs, or at the nearest place where its lines stand.
    ///
    /// @param shift how far the hunks before moved the file
    /// @return how far this one leaves it moved
    int apply(List<String> lines, int shift, String path) {
      int wanted = start + shift;
      for (int distance = 0; distance <= lines.size(); distance++) {
        for (int at :
            distance == 0 ? new int[] {wanted} : new int[] {wanted - distance, wanted + distance}) {
          if (fits(lines, at)) {
            lines.subList(at, at + old.size()).clear();
            lines.addAll(at, fresh);
            return at - start + fresh.size() - old.size();
          }
        }
      }
      throw new DoesNotApply("%s: hunk '%s': its lines are not in the file".formatted(path, head));
    }

    private boolean fits(List<String> lines, int at) {
      return at >= 0
          && at + old.size() <= lines.size()
          && lines.subList(at, at + old.size()).equals(old);
    }
  }
}
