// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// The kernel's MAINTAINERS file, read for who takes a patch to a file.
///
/// @param sections in the order of the file
public record Maintainers(List<Section> sections) {

  private static final String LIST = "Maintainers List";

  /// Closeness of the patterns of the section that takes everything: `*`, and the slash that `*` of
  /// a directory has behind it.
  private static final int EVERYTHING = 2;

  /// Closeness of an `N:` expression: more than that of the section that takes everything, less
  /// than that of any directory.
  private static final int NAMED = 3;

  public Maintainers {
    sections = List.copyOf(sections);
  }

  /// One entry.
  ///
  /// @param mailboxes of its `M:` and `R:` lines
  /// @param lists addresses of its `L:` lines
  /// @param files of its `F:` and `N:` lines
  /// @param excluded of its `X:` lines
  public record Section(
      String title,
      List<String> mailboxes,
      List<String> lists,
      List<FilePattern> files,
      List<FilePattern> excluded) {

    public Section {
      mailboxes = List.copyOf(mailboxes);
      lists = List.copyOf(lists);
      files = List.copyOf(files);
      excluded = List.copyOf(excluded);
    }

    /// How closely the section names the file, 0 when it does not.
    int closeness(String path) {
      if (excluded.stream().anyMatch(x -> x.matches(path))) {
        return 0;
      }
      return files.stream()
          .filter(f -> f.matches(path))
          .mapToInt(FilePattern::closeness)
          .max()
          .orElse(0);
    }
  }

  /// A pattern for paths.
  ///
  /// @param closeness the longer the more exact, at least 1
  record FilePattern(Pattern pattern, int closeness) {
    /// A shell pattern: `*` and `?` stay inside a directory, a final `/` takes all below.
    static FilePattern glob(String glob) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < glob.length(); i++) {
        char c = glob.charAt(i);
        switch (c) {
          case '*' -> regex.append("[^/]*");
          case '?' -> regex.append("[^/]");
          default -> regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
      String tail = glob.endsWith("/") ? ".*" : "(?:/.*)?";
      int literal = glob.replaceAll("[*?]", "").length();
      return new FilePattern(Pattern.compile(regex + tail), 1 + literal);
    }

    boolean matches(String path) {
      return pattern.matcher(path).matches();
    }
  }

  /// Reads the file's text; what does not look like an entry is passed over.
  public static Maintainers parse(String text) {
    List<Section> sections = new ArrayList<>();
    int start = text.indexOf(LIST);
    String entries = start < 0 ? text : text.substring(start + LIST.length());
    for (String block : entries.split("\\n[ \\t]*\\n", -1)) {
      section(block).ifPresent(sections::add);
    }
    return new Maintainers(sections);
  }

  private static Optional<Section> section(String block) {
    String title = "";
    List<String> mailboxes = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    List<FilePattern> files = new ArrayList<>();
    List<FilePattern> excluded = new ArrayList<>();
    for (String line : block.lines().toList()) {
      String value = line.length() > 2 ? line.substring(2).strip() : "";
      switch (line.length() > 2 && line.charAt(1) == ':' ? line.charAt(0) : ' ') {
        case 'M', 'R' -> mailboxes.add(value);
        case 'L' -> lists.add(value.replaceFirst("\\s.*", ""));
        case 'F' -> files.add(FilePattern.glob(value));
        case 'X' -> excluded.add(FilePattern.glob(value));
        case 'N' -> regex(value).ifPresent(files::add);
        default -> title = title.isEmpty() ? line.strip() : title;
      }
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section(title, mailboxes, lists, files, excluded));
  }

  private static Optional<FilePattern> regex(String value) {
    try {
      return Optional.of(new FilePattern(Pattern.compile(".*(?:" + value + ").*"), NAMED));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  /// The section that names the file most closely, the one that would take the patch.
  public Optional<Section> owner(String path) {
    return sections.stream()
        .filter(s -> s.closeness(path) > 0)
        .max(Comparator.comparingInt(s -> s.closeness(path)));
  }

  /// Whom a patch to the files is sent to: people and lists of every section that names one of
  /// them, those of the first file first, and the closest first. Of the section that takes what
  /// nobody else does it is the list alone, as with `get_maintainer.pl`.
  public List<String> recipients(List<String> paths) {
    Set<String> people = new LinkedHashSet<>();
    Set<String> lists = new LinkedHashSet<>();
    Set<String> last = new LinkedHashSet<>();
    for (String path : paths) {
      sections.stream()
          .filter(s -> s.closeness(path) > 0)
          .sorted(Comparator.comparingInt((Section s) -> s.closeness(path)).reversed())
          .forEach(s -> {
            if (s.closeness(path) > EVERYTHING) {
              people.addAll(s.mailboxes());
              lists.addAll(s.lists());
            } else {
              last.addAll(s.lists());
            }
          });
    }
    return Stream.of(people, lists, last).flatMap(Set::stream).distinct().toList();
  }
}
