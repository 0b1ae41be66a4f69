// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Empty last arguments.
class TrailingCommasTest {
  @Test
  void loseTheirComma() {
    String masked =
        Masked.body(
            """
            foo(a, b,
            );
            """);
    assertThat(masked)
        .isEqualTo(
            """
            foo(a, b
            );
            """);
  }
}
