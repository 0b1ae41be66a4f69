// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.cli.BadInputException;

/// One of several machines that scan a tree together: each reports on its own directories.
///
/// @param index 1-based
record Shard(int index, int count) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

  /// A shard as `I/N`.
  static Shard of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      Shard shard =
          new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      if (shard.index >= 1 && shard.index <= shard.count) {
        return shard;
      }
    }
    throw new BadInputException(
        "--shard %s: not a shard; give I/N with I from 1 to N, for example 2/4".formatted(text));
  }

  /// The files that the shard reports on. Directories are dealt out in turn, so that the shards of
  /// one tree are alike in size and have no directory in common.
  ///
  /// @param paths every file of the tree
  Predicate<String> files(List<String> paths) {
    Set<String> directories = new TreeSet<>();
    paths.forEach(path -> directories.add(directory(path)));
    Set<String> own = new HashSet<>();
    int turn = 0;
    for (String directory : directories) {
      if (turn++ % count == index - 1) {
        own.add(directory);
      }
    }
    return path -> own.contains(directory(path));
  }

  private static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return index + "/" + count;
  }
}
