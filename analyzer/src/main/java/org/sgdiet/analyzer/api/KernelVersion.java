// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.tree.SourceTree;

/// A kernel release, `6.16`.
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {

  /// Later than every release there is; the version of a tree that does not tell its own.
  public static final KernelVersion NEWEST = new KernelVersion(Integer.MAX_VALUE, 0);

  private static final Pattern VERSION = Pattern.compile("(?m)^VERSION = (\\d+)$");
  private static final Pattern PATCHLEVEL = Pattern.compile("(?m)^PATCHLEVEL = (\\d+)$");

  /// Reads `6.16`.
  ///
  /// @throws IllegalArgumentException when the text is no version
  public static KernelVersion parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not a kernel version: " + text);
    }
    return new KernelVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /// What the top Makefile of a tree says; [#NEWEST] when there is none.
  public static KernelVersion of(SourceTree tree) {
    return switch (tree.read("Makefile")) {
      case SourceTree.Content.Bytes(byte[] bytes) ->
          ofMakefile(new String(bytes, StandardCharsets.ISO_8859_1)).orElse(NEWEST);
      case SourceTree.Content.Skipped _ -> NEWEST;
    };
  }

  static Optional<KernelVersion> ofMakefile(String text) {
    Matcher major = VERSION.matcher(text);
    Matcher minor = PATCHLEVEL.matcher(text);
    return major.find() && minor.find()
        ? Optional.of(parse(major.group(1) + "." + minor.group(1)))
        : Optional.empty();
  }

  @Override
  public int compareTo(KernelVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }
}
