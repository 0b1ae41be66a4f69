// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.kbuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How kbuild compiled one file: the first line of `.NAME.o.cmd` (`savedcmd_`, before 6.2 `cmd_`).
///
/// @param flags the compiler and its flags, without the input and where the result goes
/// @param source the file that was compiled, as the command names it
record CompileCommand(String flags, String source) {
  private static final Pattern SAVED =
      Pattern.compile("^(?:saved)?cmd_\\S+ := (.*?)(?: ; .*)?$", Pattern.MULTILINE);
  private static final Pattern SOURCE = Pattern.compile("^source_\\S+ := (.*)$", Pattern.MULTILINE);

  /// What is recorded about `path`, a `.c` file, in a build directory.
  static Optional<CompileCommand> of(Path build, String path) {
    Path file = Path.of(path);
    String name = "." + file.getFileName().toString().replaceFirst("\\.c$", ".o.cmd");
    Path recorded = build.resolve(file.resolveSibling(name).toString());
    try {
      return Files.isRegularFile(recorded)
          ? parse(new String(Files.readAllBytes(recorded), UTF_8))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// How a file of the directory of `path` was compiled, the first one by name.
  static Optional<CompileCommand> near(Path build, String path) {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    try (Stream<Path> files = Files.list(build.resolve(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".") && name.endsWith(".o.cmd"))
          .sorted()
          .flatMap(name -> {
            String source = name.substring(1).replaceFirst("\\.o\\.cmd$", ".c");
            return of(build, directory + source).stream();
          })
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static Optional<CompileCommand> parse(String text) {
    Matcher saved = SAVED.matcher(text);
    Matcher source = SOURCE.matcher(text);
    if (!saved.find() || !source.find()) {
      return Optional.empty();
    }
    String flags =
        saved
            .group(1)
            .strip()
            .replaceFirst(" -o \\S+ \\S+\\.c$", "")
            .replaceFirst(" -Wp,-MMD,\\S+", "")
            .replaceFirst(" -c$", "");
    return Optional.of(new CompileCommand(flags, source.group(1).strip()));
  }

  /// A shell command that compiles `input` as if it stood at the source's place, with `headers`
  /// looked at before those of the tree.
  String line(Path input, Path headers, Path near, Path output) {
    String include = headers.resolve("include").toString();
    String first = " -I" + quoted(include) + " -I";
    return flags.replaceFirst(" -I", Matcher.quoteReplacement(first))
        + " -iquote "
        + quoted(input.getParent() + "")
        + " -iquote "
        + quoted(near.toString())
        + " -I"
        + quoted(near.toString())
        + " -c -o "
        + quoted(output.toString())
        + " "
        + quoted(input.toString());
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
