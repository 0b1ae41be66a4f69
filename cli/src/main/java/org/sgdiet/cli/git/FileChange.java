// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.sgdiet.rewriter.edit.UnifiedDiff;

/// One file of a patch, whole, before and after.
///
/// @param path relative to the root of the repository
/// @param before empty for a file that the patch adds
public record FileChange(String path, Optional<byte[]> before, byte[] after) {

  private static final int ABBREVIATED_ID_DIGITS = 12;

  /// The change as `git diff` prints it, one latin-1 character a byte, whatever encoding the file
  /// has.
  public String diff() {
    String hunks = UnifiedDiff.of(path, before.orElseGet(() -> new byte[0]), after);
    String ids = before.map(FileChange::blob).orElse("0".repeat(ABBREVIATED_ID_DIGITS));
    String head = "diff --git a/" + path + " b/" + path + "\n";
    String index = "index " + ids + ".." + blob(after);
    if (before.isPresent()) {
      return head + index + " 100644\n" + hunks;
    }
    return head
        + "new file mode 100644\n"
        + index
        + "\n"
        + hunks.replaceFirst("--- a/[^\n]*\n", "--- /dev/null\n");
  }

  /// Lines that the change takes away and lines that it adds.
  public Diffstat.Line stat() {
    int removed = 0;
    int added = 0;
    boolean head = true;
    for (String line : diff().split("\n", -1)) {
      head &= !line.startsWith("@@");
      removed += !head && line.startsWith("-") ? 1 : 0;
      added += !head && line.startsWith("+") ? 1 : 0;
    }
    return new Diffstat.Line(path, added, removed, before.isEmpty());
  }

  /// Whether an unchanged or changed line ends in CRLF, which `git am` drops without `--keep-cr`.
  public boolean hasCarriageReturns() {
    return new String(after, ISO_8859_1).contains("\r\n");
  }

  private static String blob(byte[] bytes) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      ObjectId id = formatter.idFor(Constants.OBJ_BLOB, bytes);
      return id.abbreviate(ABBREVIATED_ID_DIGITS).name();
    }
  }
}
