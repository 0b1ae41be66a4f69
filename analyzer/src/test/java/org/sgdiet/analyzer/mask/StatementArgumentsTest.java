// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Macros that pass statements on.
class StatementArgumentsTest {
  @Test
  void unwrapsDeclarations() {
    String masked =
        Masked.body(
            """
            DEB(int i);
            """);
    assertThat(masked)
        .isEqualTo(
            """
                int i ;
            """);
  }

  @Test
  void unwrapsStatements() {
    String masked =
        Masked.body(
            """
            DBG(print(x); count++;)
            """);
    assertThat(masked)
        .isEqualTo(
            """
                print(x); count++;
            """);
  }

  @Test
  void unwrapsAStatementThatEndsOutside() {
    String masked =
        Masked.body(
            """
            DEB(if (error) print(error, 1));
            """);
    assertThat(masked)
        .isEqualTo(
            """
                if (error) print(error, 1) ;
            """);
  }

  @Test
  void leavesCallsAlone() {
    String masked =
        Masked.body(
            """
            foo(a, b);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            foo(a, b);
            """);
  }
}
