// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Casts that the grammar would read as a sum or a call.
class CastsTest {
  @Test
  void becomeAnUnaryOperator() {
    String masked =
        Masked.body(
            """
            a = (u32)-1;
            b = (dma_addr_t)(c);
            d = (size_t) & e;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            a = ~    -1;
            b = ~           (c);
            d = ~        & e;
            """);
  }

  @Test
  void leaveCallsAndSizesAlone() {
    String masked =
        Masked.body(
            """
            a = f(u32) - 1;
            b = (c) - 1;
            d = sizeof(u32) * 2;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            a = f(u32) - 1;
            b = (c) - 1;
            d = sizeof(u32) * 2;
            """);
  }
}
