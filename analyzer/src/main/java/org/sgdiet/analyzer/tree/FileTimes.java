// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the file system says about when files and directories were changed, as long as that tells
/// something: not of one that was touched lately, which may change again within a tick of the file
/// system's clock.
///
/// @param now by the clock, before anything is read; empty when nobody asks
record FileTimes(Optional<Instant> now) {

  private static final Duration SETTLES = Duration.ofSeconds(2);

  private static final String ATTRIBUTES = "isRegularFile,size,lastModifiedTime";
  private static final String UNIX_ATTRIBUTES = "unix:" + ATTRIBUTES + ",ctime";

  /// One that nobody has touched lately.
  ///
  /// @param modifiedNanos since 1970
  /// @param changedNanos when anything about it was changed, which no program can set back; 0 where
  ///   the file system does not tell
  record Settled(boolean regular, long size, long modifiedNanos, long changedNanos) {}

  /// What stands at a path.
  enum Kind {
    REGULAR,
    DIRECTORY,
    OTHER,
    NONE
  }

  /// Times of the file or directory at `path`, links not followed; nothing when it was touched
  /// lately, is not there, or nobody asks.
  Optional<Settled> of(Path path) {
    if (now.isEmpty()) {
      return Optional.empty();
    }
    boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    try {
      Map<String, Object> attributes =
          Files.readAttributes(
              path, unix ? UNIX_ATTRIBUTES : ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      Settled times =
          new Settled(
              is(attributes, "isRegularFile"),
              attributes.get("size") instanceof Long size ? size : 0,
              nanos(attributes, "lastModifiedTime"),
              nanos(attributes, "ctime"));
      Instant touched =
          Instant.ofEpochSecond(0, Math.max(times.modifiedNanos(), times.changedNanos()));
      return touched.isBefore(now.get().minus(SETTLES)) ? Optional.of(times) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// What stands at `path`; a link is [Kind#OTHER], as is what cannot be looked at.
  static Kind kind(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        return Kind.DIRECTORY;
      }
      return attributes.isRegularFile() ? Kind.REGULAR : Kind.OTHER;
    } catch (NoSuchFileException _) {
      return Kind.NONE;
    } catch (IOException _) {
      return Kind.OTHER;
    }
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
  }

  private static boolean is(Map<String, Object> attributes, String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }
}
