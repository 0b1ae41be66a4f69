// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Function heads by macro.
class HeadMacrosTest {
  @Test
  void becomePlainHeads() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                SYSCALL_DEFINE2(nap, int, fd, long, t)
                {
                }
                """));
    assertThat(masked)
        .isEqualTo(
            """
            void f()
            {
            }
            """);
  }

  @Test
  void leavesFunctionsAlone() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                main()
                {
                }
                """));
    assertThat(masked)
        .isEqualTo(
            """
            main()
            {
            }
            """);
  }
}
