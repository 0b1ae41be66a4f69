// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Attributes known only by their place.
class TrailingAttributesTest {
  @Test
  void afterAnArray() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s {
                	u8 key[16] OMAP_ALIGNED;
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s {
            	u8 key[16]             ;
            };
            """);
  }

  @Test
  void afterParameters() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                static int f(int a) __some_new_thing(a)
                {
                }
                """));
    assertThat(masked)
        .isEqualTo(
            """
            static int f(int a)
            {
            }
            """);
  }

  @Test
  void afterAName() {
    String masked =
        Masked.body(
            """
            int x __odd(4) = 1;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            int x          = 1;
            """);
  }

  @Test
  void leavesStatementsAlone() {
    String masked =
        Masked.body(
            """
            if (a)
            	foo(b);
            return bar(c);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            if (a)
            	foo(b);
            return bar(c);
            """);
  }
}
