// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.SourceTree;

/// Every C file of `testdata/check/<rule-id>` is a driver of its own. The lines with a mark of the
/// rule and its message are found, and no others: an unmarked line asserts silence.
class CheckTest {

  private static final Path TESTDATA =
      Path.of(System.getProperty("sgdiet.testdata", "../testdata"));
  private static final Path CASES = TESTDATA.resolve("check");
  private static final Pattern MARK = Pattern.compile("//~ ([a-z0-9-]+): (.*?)\\s*(?=//~|$)");
  private static final Pattern MAPS = Pattern.compile("\\bdma_((un)?map|mapping|sync|iova)_");

  /// One line where a misuse is expected.
  private record Mark(String file, int line, String rule, String words) {
    String place() {
      return "%s:%d %s".formatted(file, line, rule);
    }
  }

  /// The shipped headers and one driver.
  private record OneDriver(String path, byte[] text, SourceTree headers) implements SourceTree {
    @Override
    public List<String> paths() {
      return Stream.concat(headers.paths().stream(), Stream.of(path)).sorted().toList();
    }

    @Override
    public Content read(String wanted) {
      return wanted.equals(path) ? new Content.Bytes(text) : headers.read(wanted);
    }
  }

  @TestFactory
  Stream<DynamicTest> markedLinesAreFoundAndNoOthers() throws IOException {
    List<Path> cases = files(CASES, 2);
    assertThat(cases).as("C files below %s", CASES).isNotEmpty();
    return cases.stream()
        .map(c ->
            DynamicTest.dynamicTest(
                CASES.relativize(c).toString(),
                () -> {
                  String path = "drivers/acme/" + c.getFileName();
                  String text = text(c);
                  SourceTree tree =
                      new OneDriver(path, text.getBytes(StandardCharsets.UTF_8), headers());
                  expect(tree, marks(path, text));
                }));
  }

  @Test
  void theShippedTreeHasItsMarkedMisusesOnly() throws IOException {
    Path root = TESTDATA.resolve("tree");
    List<Mark> marks = new ArrayList<>();
    for (Path file : files(root, Integer.MAX_VALUE)) {
      marks.addAll(marks(root.relativize(file).toString().replace('\\', '/'), text(file)));
    }
    assertThat(marks).hasSize(4);
    expect(DirectoryTree.of(root), marks);
  }

  /// A rule is tested by a function that has the misuse and one that only looks like it.
  @Test
  void everyRuleHasAPositiveAndANegativeCase() throws IOException {
    for (Check check : Rules.ALL) {
      String id = check.rule().id();
      int positive = 0;
      int negative = 0;
      for (Path file : files(CASES.resolve(id), 1)) {
        String text = text(file);
        List<Mark> marks = marks(id, text);
        for (String function : mappingFunctions(file.toString(), text)) {
          if (function.contains("//~ " + id + ":")) {
            positive++;
          } else {
            negative++;
          }
        }
        assertThat(marks).as("marks in %s", file).allMatch(m -> Rules.named(m.rule()).isPresent());
      }
      assertThat(positive).as("functions with %s", id).isPositive();
      assertThat(negative).as("functions that only look like %s", id).isPositive();
    }
  }

  @Test
  void everyDirectoryOfCasesIsOfARule() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      assertThat(directories.map(d -> d.getFileName().toString()))
          .allMatch(id -> Rules.named(id).isPresent());
    }
  }

  private static void expect(SourceTree tree, List<Mark> marks) {
    List<Finding> findings = new Scan(tree, KernelApi.builtIn()).run().findings();
    assertThat(findings.stream().map(CheckTest::place))
        .containsExactlyInAnyOrderElementsOf(marks.stream().map(Mark::place).toList());
    for (Mark mark : marks) {
      assertThat(findings.stream().filter(f -> place(f).equals(mark.place())))
          .as(mark.place())
          .allMatch(f -> f.message().contains(mark.words()), mark.words());
    }
  }

  private static String place(Finding f) {
    return "%s:%d %s".formatted(f.file(), f.line(), f.rule());
  }

  private static List<Mark> marks(String path, String text) {
    List<Mark> marks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i));
      while (mark.find()) {
        marks.add(new Mark(path, i + 1, mark.group(1), mark.group(2)));
      }
    }
    return marks;
  }

  /// The text of every function with a call of the DMA API.
  private static List<String> mappingFunctions(String path, String text) {
    SourceFile file = new SourceFile(path, text.getBytes(StandardCharsets.UTF_8));
    return SyntaxReader.read(file).outline().stream()
        .filter(s -> s.kind() == Slice.Kind.FUNCTION)
        .map(s -> file.text(s.span()))
        .filter(t -> MAPS.matcher(t).find())
        .toList();
  }

  private static SourceTree headers() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Path root = TESTDATA.resolve("tree");
    try {
      for (Path file : files(root.resolve("include"), Integer.MAX_VALUE)) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new Headers(files);
  }

  private record Headers(SortedMap<String, byte[]> files) implements SourceTree {
    @Override
    public List<String> paths() {
      return List.copyOf(files.keySet());
    }

    @Override
    public Content read(String path) {
      return Optional.ofNullable(files.get(path))
          .<Content>map(Content.Bytes::new)
          .orElse(new Content.Skipped("not found"));
    }
  }

  private static List<Path> files(Path directory, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(directory, depth)) {
      return files.filter(f -> f.toString().matches(".*\\.[ch]")).sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }
}
