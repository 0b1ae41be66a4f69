// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Macros next to strings.
class StringGlueTest {
  @Test
  void blanksWordsAndCalls() {
    String masked =
        Masked.body(
            """
            printk(KERN_ERR MYNAM "a %s" __stringify(B) "c" FMT, x);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            printk(               "xxxx"                "x"    , x);
            """);
  }

  @Test
  void keepsReturn() {
    String masked =
        Masked.body(
            """
            return "a";
            """);
    assertThat(masked)
        .isEqualTo(
            """
            return "x";
            """);
  }
}
