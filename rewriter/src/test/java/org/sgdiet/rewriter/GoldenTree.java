// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The files of testdata: golden pairs, and trees of one driver over the shipped headers.
public final class GoldenTree {

  /// Where the driver under test stands in a tree.
  public static final String DRIVER = "drivers/golden/golden.c";

  private static final Path ROOT = Path.of(System.getProperty("sgdiet.testdata", "../testdata"));
  private static final Map<String, String> HEADERS = headers();

  private GoldenTree() {}

  private static Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    Path tree = ROOT.resolve("tree");
    try (Stream<Path> files = Files.walk(tree.resolve("include"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> headers.put(tree.relativize(f).toString(), text(f)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(headers);
  }

  /// A tree with the shipped headers and one driver of `text`, latin-1.
  public static MemoryTree of(String text) {
    Map<String, String> files = new HashMap<>(HEADERS);
    files.put(DRIVER, text);
    return MemoryTree.of(files);
  }

  /// As above, with other files of the driver, path to text.
  public static MemoryTree of(String text, Map<String, String> beside) {
    Map<String, String> files = new HashMap<>(HEADERS);
    files.putAll(beside);
    files.put(DRIVER, text);
    return MemoryTree.of(files);
  }

  /// The shipped tree.
  public static Path shipped() {
    return ROOT.resolve("tree");
  }

  /// The golden sources of one recipe, sorted, `x.before.c` only.
  public static List<Path> befores(String recipe) {
    Path directory = ROOT.resolve("rewrite").resolve(recipe);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".before.c")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes of a file as latin-1.
  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
