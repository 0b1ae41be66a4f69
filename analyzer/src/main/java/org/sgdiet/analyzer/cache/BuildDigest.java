// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which build of the analyzer runs: a digest of its code and tables, so that what another build
/// kept is never taken for an answer of this one.
public final class BuildDigest {

  private BuildDigest() {}

  /// The digest, or nothing when the code cannot be read; then nothing can be kept.
  public static Optional<String> ofAnalyzer() {
    return Computed.DIGEST;
  }

  /// Computed once, and only when somebody asks.
  private static final class Computed {
    static final Optional<String> DIGEST = compute();
  }

  private static Optional<String> compute() {
    try {
      Path code =
          Path.of(BuildDigest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      StringBuilder digest = new StringBuilder();
      for (Path file : files(code)) {
        digest.append(Long.toHexString(Checksum.of(Files.readAllBytes(file)))).append(' ');
      }
      return Optional.of(digest.toString());
    } catch (IOException | URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static List<Path> files(Path code) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
