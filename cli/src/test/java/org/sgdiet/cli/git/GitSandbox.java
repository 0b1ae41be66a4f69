// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A repository of a test, driven by the real `git`, with a fixed author and clock.
public record GitSandbox(Path directory) {

  /// Makes the repository.
  public static GitSandbox init(Path directory) {
    GitSandbox git = new GitSandbox(directory);
    git.run("init", "-q", "-b", "main");
    git.run("config", "user.name", "Jörg Example");
    git.run("config", "user.email", "joerg@example.org");
    return git;
  }

  /// Writes a file of the work tree.
  public GitSandbox write(String path, byte[] content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Commits all of the work tree.
  public GitSandbox commit(String subject) {
    run("add", "-A");
    run("commit", "-q", "--allow-empty", "-m", subject);
    return this;
  }

  /// Runs git and returns what it printed; fails the test when git fails.
  public String run(String... args) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder
          .environment()
          .putAll(
              Map.of(
                  "GIT_CONFIG_GLOBAL", "/dev/null",
                  "GIT_CONFIG_SYSTEM", "/dev/null",
                  "GIT_AUTHOR_DATE", "2026-05-04T03:02:01+0200",
                  "GIT_COMMITTER_DATE", "2026-05-04T03:02:01+0200"));
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("git %s: %s", List.of(args), said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
