// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Files of the user's cache directory, each with a checksum of what it holds. One that was cut
/// short or changed is absent; a new one takes the place of the old in one step, so several
/// processes may read and write at once, and one that is stopped leaves nothing half-written. A
/// directory that cannot be written is only read.
public final class CacheDirectory {

  private static final int CHECKSUM_BYTES = 8;

  private final Path directory;

  private CacheDirectory(Path directory) {
    this.directory = directory;
  }

  /// Where `SGDIET_CACHE_DIR` says, else `sgdiet/scan` in `XDG_CACHE_HOME` or `~/.cache`.
  public static CacheDirectory ofUser(Map<String, String> environment) {
    String own = environment.getOrDefault("SGDIET_CACHE_DIR", "");
    if (!own.isEmpty()) {
      return at(Path.of(own));
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    return at(base.resolve("sgdiet").resolve("scan"));
  }

  /// Files in `directory`, which need not be there yet.
  public static CacheDirectory at(Path directory) {
    return new CacheDirectory(directory);
  }

  /// What was kept under `name`, if it is whole.
  public Optional<byte[]> read(String name) {
    try {
      byte[] all = Files.readAllBytes(file(name));
      if (all.length < CHECKSUM_BYTES) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOfRange(all, CHECKSUM_BYTES, all.length);
      boolean whole = ByteBuffer.wrap(all).getLong() == Checksum.of(content);
      return whole ? Optional.of(content) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Keeps `content` under `name`, where that is possible.
  public void write(String name, byte[] content) {
    try {
      Files.createDirectories(directory);
      Path part = directory.resolve("part-" + UUID.randomUUID());
      part.toFile().deleteOnExit();
      try {
        ByteBuffer all = ByteBuffer.allocate(CHECKSUM_BYTES + content.length);
        Files.write(part, all.putLong(Checksum.of(content)).put(content).array());
        Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException _) {
      // Whoever cannot keep it computes it again.
    }
  }

  private Path file(String name) {
    return directory.resolve(
        HexFormat.of()
            .formatHex(sha256(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 0, 16));
  }

  static byte[] sha256(byte[] content) {
    return newDigest().digest(content);
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
