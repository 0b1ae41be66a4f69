// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Words that begin with a digit.
class PastedNumbersTest {
  @Test
  void becomeNames() {
    String masked =
        Masked.body(
            """
            x = PCI_VDEVICE(3WARE, 0x1010UL) + 1.5e-3 + 10;
            """);
    assertThat(masked)
        .isEqualTo(
            """
            x = PCI_VDEVICE(_WARE, 0x1010UL) + 1.5e-3 + 10;
            """);
  }
}
