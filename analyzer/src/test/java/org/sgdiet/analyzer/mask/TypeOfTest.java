// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// typeof in declarations and casts.
class TypeOfTest {
  @Test
  void becomesOneName() {
    String masked =
        Masked.body(
            """
            typeof(*p) *q = p;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            _ypeof__p_ *q = p;
            """);
  }

  @Test
  void blanksWhatIsOnFurtherLines() {
    String masked =
        Masked.body(
            """
            typeof(a +
                   b) c;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            _ypeof_a__
                      c;
            """);
  }
}
