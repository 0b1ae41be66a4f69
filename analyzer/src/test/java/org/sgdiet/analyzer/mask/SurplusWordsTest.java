// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Storage classes and attributes nobody listed.
class SurplusWordsTest {
  @Test
  void leaveTypeAndName() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                STATIC u32 __weird foo(struct bar NEWATTR *p)
                {
                }
                """));
    assertThat(masked)
        .isEqualTo(
            """
                   u32         foo(struct bar         *p)
            {
            }
            """);
  }

  @Test
  void leaveOrdinaryDeclarationsAlone() {
    String masked =
        Masked.body(
            """
            static const unsigned long long a = 1;
            foo_t *b;
            struct s c;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            static const unsigned long long a = 1;
            foo_t *b;
            struct s c;
            """);
  }
}
