// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.kbuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sgdiet.cli.BadInputException;

/// Runs a program and keeps what it says.
final class Program {
  /// A compiler that takes longer hangs.
  private static final long MOST_SECONDS = 600;

  private Program() {}

  /// What a program left behind.
  ///
  /// @param text stdout and stderr together
  record Result(int code, String text) {}

  static Result run(Path directory, List<String> command) {
    Path log = temporary("sgdiet", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new BadInputException(
            command.getFirst() + ": did not end within " + MOST_SECONDS + " s in " + directory);
      }
      return new Result(process.exitValue(), new String(Files.readAllBytes(log), UTF_8));
    } catch (IOException e) {
      throw new BadInputException(
          command.getFirst() + ": cannot be run (" + e.getMessage() + "); install it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInputException(command.getFirst() + ": interrupted");
    } finally {
      log.toFile().delete();
    }
  }

  static Path temporary(String prefix, String suffix) {
    try {
      return Files.createTempFile(prefix, suffix);
    } catch (IOException e) {
      throw new BadInputException("no temporary file can be made: " + e.getMessage());
    }
  }
}
