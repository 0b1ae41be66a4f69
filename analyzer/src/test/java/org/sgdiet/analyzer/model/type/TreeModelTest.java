// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.tree.SourceTree;

/// What two versions of a tree share.
class TreeModelTest {

  private static final String DRIVER = "drivers/x/a.c";
  private static final String HEADER = "drivers/x/a.h";

  /// Files by path, stamped by their text, and the paths that were read.
  private record Version(Map<String, String> files, boolean stamps, List<String> read)
      implements SourceTree {

    static Version of(String driver, boolean stamps) {
      return new Version(
          Map.of(DRIVER, driver, HEADER, "struct a { int n; };"), stamps, new ArrayList<>());
    }

    @Override
    public List<String> paths() {
      return List.of(DRIVER, HEADER);
    }

    private String text(String path) {
      return Optional.ofNullable(files.get(path)).orElseThrow();
    }

    @Override
    public Optional<Stamp> stamp(String path) {
      return stamps
          ? Optional.of(new Stamp(text(path).hashCode(), text(path).length(), 0))
          : Optional.empty();
    }

    @Override
    public Content read(String path) {
      read.add(path);
      return new Content.Bytes(text(path).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void aFileOfTheSameStampIsReadOnce() {
    Version before = Version.of("int f(void) { return 1; }", true);
    Version after = Version.of("int f(void) { return 2; }", true);
    TreeModel old = new TreeModel(before);
    TreeModel fresh = old.of(after);
    assertThat(fresh.source(HEADER)).isSameAs(old.source(HEADER));
    assertThat(fresh.functionTexts(DRIVER, "f").getFirst()).contains("return 2");
    assertThat(old.functionTexts(DRIVER, "f").getFirst()).contains("return 1");
    assertThat(before.read()).containsExactly(HEADER, DRIVER);
    assertThat(after.read()).containsExactly(DRIVER);
  }

  @Test
  void withoutStampsTheBytesTell() {
    Version before = Version.of("int f(void) { return 1; }", false);
    Version after = Version.of("int f(void) { return 2; }", false);
    TreeModel old = new TreeModel(before);
    TreeModel fresh = old.of(after);
    SourceFile header = old.source(HEADER);
    assertThat(fresh.source(HEADER)).isSameAs(header);
    assertThat(fresh.functionTexts(DRIVER, "f").getFirst()).contains("return 2");
    assertThat(after.read()).containsExactly(HEADER, DRIVER);
  }
}
