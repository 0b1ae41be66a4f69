// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Unpacks native libraries from the class path into a private directory, once a user: the
/// directory is named by the library's SHA-256, a file is checked against it before use, and it
/// appears by an atomic rename, so that two processes at once do no harm.
///
/// @param directories tried in order; the first one that can be written is used
record NativeLibraryCache(List<Path> directories) {

  /// The user's cache directory, then a fresh temporary one.
  static NativeLibraryCache ofUser() {
    return new NativeLibraryCache(
        List.of(userDirectory(System.getenv(), System.getProperty("user.home", ""))));
  }

  static Path userDirectory(Map<String, String> environment, String home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return Path.of(cache).isAbsolute()
        ? Path.of(cache, "sgdiet", "native")
        : Path.of(home, ".cache", "sgdiet", "native");
  }

  /// The path of the unpacked library.
  ///
  /// @throws NativeLibraryException when the class path has no such library, or no directory takes
  ///   it
  Path unpack(String resource) {
    byte[] library = load(resource);
    String digest = sha256(library);
    String name = Path.of(resource).getFileName().toString();
    for (Path directory : directories) {
      Optional<Path> unpacked = unpackInto(directory.resolve(digest), name, library);
      if (unpacked.isPresent()) {
        return unpacked.get();
      }
    }
    return unpackTemporarily(name, library);
  }

  private static byte[] load(String resource) {
    try (InputStream in = NativeLibraryCache.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new NativeLibraryException(
            "no tree-sitter library for this platform (%s, %s): install tree-sitter 0.25 or later, or run on Linux, macOS or Windows on x86_64 or aarch64"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new NativeLibraryException("cannot read " + resource + " from the class path", e);
    }
  }

  private static Optional<Path> unpackInto(Path directory, String name, byte[] library) {
    Path target = directory.resolve(name);
    try {
      if (isIntact(target, library)) {
        return Optional.of(target);
      }
      Files.createDirectories(directory);
      Path part = Files.createTempFile(directory, name, ".part");
      try {
        Files.write(part, library);
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      return isIntact(target, library) ? Optional.of(target) : Optional.empty();
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return Optional.empty();
    }
  }

  private static boolean isIntact(Path target, byte[] library) throws IOException {
    return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        && Files.size(target) == library.length
        && Arrays.equals(Files.readAllBytes(target), library);
  }

  private static Path unpackTemporarily(String name, byte[] library) {
    try {
      Path directory = Files.createTempDirectory("sgdiet-native");
      Path target = Files.write(directory.resolve(name), library);
      directory.toFile().deleteOnExit();
      target.toFile().deleteOnExit();
      return target;
    } catch (IOException e) {
      throw new NativeLibraryException(
          "cannot unpack the parser's library, neither in the cache nor in a temporary directory: "
              + e.getMessage(),
          e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
