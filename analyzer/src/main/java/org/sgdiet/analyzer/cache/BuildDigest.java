// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which build of the analyzer runs: a digest of its code and tables, so that what another build
/// kept is never taken for an answer of this one.
public final class BuildDigest {

  private BuildDigest() {}

  /// The digest, or nothing when the code cannot be read; then nothing can be kept.
  public static Optional<String> ofAnalyzer() {
    try {
      Path code =
          Path.of(BuildDigest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      MessageDigest digest = CacheDirectory.newDigest();
      for (Path file : files(code)) {
        digest.update(Files.readAllBytes(file));
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
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
