// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Words the grammar keeps for itself.
class ReservedWordsTest {
  @Test
  void renamesThem() {
    String masked =
        Masked.body(
            """
            n = offsetof(struct foo, a.b[2].c) + __alignof__(x);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            n = Xffsetof(_truct_foo, a.b[2].c) + X_alignof__(x);
            """);
  }
}
