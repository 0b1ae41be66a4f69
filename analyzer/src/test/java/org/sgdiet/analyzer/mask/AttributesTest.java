// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Qualifiers and attributes of the table.
class AttributesTest {
  @Test
  void blanksWordsAndCalls() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                static void __iomem *map(void) __must_hold(&lock)
                {
                }
                """));
    assertThat(masked)
        .isEqualTo(
            """
            static void         *map(void)
            {
            }
            """);
  }

  @Test
  void blanksAttributeSpecifiers() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s { u8 a; } __attribute__((packed, aligned(4)));
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s { u8 a; }                                    ;
            """);
  }

  @Test
  void blanksWhatStandsAmongMembersWithItsSemicolon() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s {
                	__cacheline_group_begin(tx);
                	int a;
                	__cacheline_group_end(tx);
                	struct { int b; } __aligned(8);
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s {

            	int a;

            	struct { int b; }             ;
            };
            """);
  }

  @Test
  void blanksCleanups() {
    String masked =
        Masked.body(
            """
            struct foo *p __free(kfree) = get();
            """);
    assertThat(masked)
        .isEqualTo(
            """
            struct foo *p               = get();
            """);
  }
}
