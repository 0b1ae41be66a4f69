// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Case ranges.
class CaseRangesTest {
  @Test
  void becomeOr() {
    String masked =
        Masked.body(
            """
            switch (x) {
            case 1 ... 5:
            	break;
            }
            """);
    assertThat(masked)
        .isEqualTo(
            """
            switch (x) {
            case 1 ||  5:
            	break;
            }
            """);
  }
}
