// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// What `git config` says about sgdiet: `sgdiet.review.execute`.
public final class GitSettings {
  private static final String SECTION = "sgdiet";

  private GitSettings() {}

  /// The root of the work tree that `directory` lies in.
  public static Optional<Path> workTree(Path directory) {
    for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (at.resolve(".git").toFile().exists()) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /// Hands over each `section.name` of a text in the form of a git config file, and its value.
  ///
  /// @throws IllegalArgumentException when the text is not in that form
  public static void parse(String text, BiConsumer<String, String> each) {
    Config config = new Config();
    try {
      config.fromText(text);
    } catch (ConfigInvalidException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    for (String section : config.getSections()) {
      for (String name : config.getNames(section)) {
        String value = config.getString(section, null, name);
        each.accept(section + "." + name, value == null || value.isEmpty() ? "true" : value);
      }
    }
  }

  /// Hands over each setting, `review.execute` and its value.
  public static void read(Path directory, BiConsumer<String, String> each) {
    QuietSystem.install();
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder().findGitDir(directory.toAbsolutePath().normalize().toFile());
    if (builder.getGitDir() == null) {
      return;
    }
    try (Repository repository = builder.setMustExist(true).build()) {
      Config config = repository.getConfig();
      for (String command : config.getSubsections(SECTION)) {
        for (String option : config.getNames(SECTION, command)) {
          String value = config.getString(SECTION, command, option);
          each.accept(command + "." + option, value == null ? "true" : value);
        }
      }
    } catch (IOException _) {
      // A repository that cannot be read is told by the commands that need it.
    }
  }
}
