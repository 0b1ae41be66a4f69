// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Labels at the end of a block.
class EndLabelsTest {
  @Test
  void getAStatement() {
    String masked =
        Masked.body(
            """
            	goto out;
            	if (a) {
            out:
            	}
            """);
    assertThat(masked)
        .isEqualTo(
            """
            	goto out;
            	if (a) {
            out:
            ;}
            """);
  }
}
