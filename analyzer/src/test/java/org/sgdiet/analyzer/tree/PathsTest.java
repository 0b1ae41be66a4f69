// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathsTest {
  private static final List<String> TREE =
      List.of("a.c", "net/a-b/x.c", "net/a.c", "net/a/y.h", "net/a/z/q.c", "net/a0.c", "netz/b.c");

  @Test
  void filesOfADirectoryAreNotThoseBelowOrBesideIt() {
    assertThat(Paths.in(TREE, "net/")).containsExactly("net/a.c", "net/a0.c");
    assertThat(Paths.in(TREE, "net/a/")).containsExactly("net/a/y.h");
    assertThat(Paths.in(TREE, "net/a/z/")).containsExactly("net/a/z/q.c");
    assertThat(Paths.in(TREE, "")).containsExactly("a.c");
    assertThat(Paths.in(TREE, "none/")).isEmpty();
  }

  @Test
  void pathsAreFound() {
    assertThat(TREE).allMatch(path -> Paths.contains(TREE, path));
    assertThat(Paths.contains(TREE, "net/a")).isFalse();
  }
}
