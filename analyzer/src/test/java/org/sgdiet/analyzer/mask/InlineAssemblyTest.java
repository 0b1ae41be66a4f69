// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Inline assembly as a statement and as a part of a declaration.
class InlineAssemblyTest {
  @Test
  void statementBecomesEmpty() {
    String masked =
        Masked.body(
            """
            asm volatile("mfence" : : "r" (x) : "memory");
            foo();
            """);
    assertThat(masked)
        .isEqualTo(
            """
            ;
            foo();
            """);
  }

  @Test
  void registerNameIsBlanked() {
    String masked =
        Masked.body(
            """
            register long sp asm("rsp");
            """);
    assertThat(masked)
        .isEqualTo(
            """
            register long sp           ;
            """);
  }
}
