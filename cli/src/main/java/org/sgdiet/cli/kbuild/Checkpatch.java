// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sgdiet.cli.BadInputException;

/// The target tree's own `scripts/checkpatch.pl`.
public final class Checkpatch {
  private Checkpatch() {}

  /// What it says about a mail, a line each, but for the sign-off that only a person may add.
  ///
  /// @param tree a kernel tree on disk
  public static List<String> complaints(Path tree, String name, byte[] mail) {
    Path script = tree.resolve("scripts/checkpatch.pl");
    if (!Files.isRegularFile(script)) {
      throw new BadInputException(
          script + ": no such file; --checkpatch needs a whole kernel tree on disk");
    }
    Path file = Program.temporary("sgdiet", ".patch");
    try {
      Files.write(file, mail);
      String text =
          Program.run(
                  tree.toAbsolutePath(),
                  List.of(
                      "perl",
                      "scripts/checkpatch.pl",
                      "--strict",
                      "--terse",
                      "--no-summary",
                      "--ignore",
                      "MISSING_SIGN_OFF",
                      file.toString()))
              .text();
      return text.lines()
          .filter(line -> line.matches(".*: (?:ERROR|WARNING|CHECK): .*"))
          .map(line -> name + line.substring(file.toString().length()))
          .toList();
    } catch (IOException e) {
      throw new BadInputException("no temporary file can be written: " + e.getMessage());
    } finally {
      file.toFile().delete();
    }
  }
}
