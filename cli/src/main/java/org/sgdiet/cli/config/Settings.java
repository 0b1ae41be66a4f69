// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.git.GitSettings;

/// All settings that hold in a directory. The files are written as those of git:
///
///     [review]
///         execute = 4
public final class Settings {
  /// The file of a repository, in its work tree's root or in a tree that is no repository.
  private static final String REPOSITORY_FILE = ".sgdiet";

  /// What may be set: `command.option`.
  private static final SortedSet<String> KNOWN =
      new TreeSet<>(
          List.of(
              "scan.format",
              "scan.strict",
              "scan.no-cache",
              "check.strict",
              "rewrite.dialect",
              "rewrite.stage",
              "rewrite.format",
              "verify.format",
              "verify.strict",
              "verify.dialect",
              "series.dialect",
              "series.only",
              "review.format",
              "review.strict",
              "review.execute"));

  private static final long MOST_BYTES = 1 << 20;

  private final Map<String, Setting> settings = new TreeMap<>();

  private Settings() {}

  /// No settings.
  public static Settings none() {
    return new Settings();
  }

  /// What holds in `directory`: repository file, then user file, then `git config`, then the
  /// environment; of two values for one option the later one holds.
  public static Settings of(Path directory, Map<String, String> environment) {
    Settings settings = new Settings();
    Optional<Path> root = GitSettings.workTree(directory);
    settings.file(root.orElse(directory).resolve(REPOSITORY_FILE), REPOSITORY_FILE);
    settings.file(userFile(environment), "config of the user");
    if (root.isPresent()) {
      GitSettings.read(directory, (key, value) -> settings.add(key, value, "git config"));
    }
    for (String key : KNOWN) {
      String name = variable(key);
      Optional.ofNullable(environment.get(name))
          .ifPresent(value -> settings.add(key, value, "environment " + name));
    }
    return settings;
  }

  private static Path userFile(Map<String, String> environment) {
    String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        configured.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", ""), ".config")
            : Path.of(configured);
    return base.resolve("sgdiet").resolve("config");
  }

  /// `SGDIET_REVIEW_EXECUTE` for `review.execute`.
  private static String variable(String key) {
    return "SGDIET_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private void file(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BadInputException(name + ": larger than 1 MiB, which no settings need; mend it");
      }
      GitSettings.parse(Files.readString(file, UTF_8), (key, value) -> add(key, value, name));
    } catch (CharacterCodingException e) {
      throw new BadInputException(name + ": not UTF-8 text; mend it or take it away");
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "%s: not in the form of a git config file (%s); mend it or take it away"
              .formatted(name, e.getMessage()));
    } catch (IOException e) {
      throw new BadInputException(name + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  private void add(String key, String value, String origin) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (!KNOWN.contains(lower)) {
      throw new BadInputException(
          "%s: '%s' is no setting; there are %s".formatted(origin, key, String.join(", ", KNOWN)));
    }
    String[] words = lower.split("\\.", 2);
    settings.put(lower, new Setting(words[0], words[1], value, origin));
  }

  /// The value for an option.
  ///
  /// @param option with or without its dashes
  public Optional<Setting> find(String command, String option) {
    return Optional.ofNullable(settings.get(command + "." + option.replaceFirst("^-+", "")));
  }

  /// All of them, by key.
  public List<Setting> all() {
    return new ArrayList<>(settings.values());
  }

  /// The keys that there are, sorted.
  public static List<String> known() {
    return List.copyOf(KNOWN);
  }
}
