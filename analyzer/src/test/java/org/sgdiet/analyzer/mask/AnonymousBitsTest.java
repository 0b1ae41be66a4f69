// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Unnamed bit-fields.
class AnonymousBitsTest {
  @Test
  void areLeftOut() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s {
                	u8 a:1, :3, b:4;
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s {
            	u8 a:1    , b:4;
            };
            """);
  }
}
