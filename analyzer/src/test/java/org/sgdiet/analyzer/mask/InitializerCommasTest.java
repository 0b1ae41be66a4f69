// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Macros that bring their own comma.
class InitializerCommasTest {
  @Test
  void getOne() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                const struct ops o = {
                	PM_OPS(a, b)
                	MORE_OPS(c)
                	.d = e,
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            const struct ops o = {
            	PM_OPS(a, b)
            ,MORE_OPS(c)
            ,.d = e,
            };
            """);
  }
}
