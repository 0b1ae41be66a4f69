// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Macros with a body, and macros without a semicolon.
class MacroBlocksTest {
  @Test
  void loopsByName() {
    String masked =
        Masked.body(
            """
            for_each_sg(sgl, sg, n, i)
            	foo(sg);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            while      (sgl, sg, n, i)
            	foo(sg);
            """);
  }

  @Test
  void loopsByBrace() {
    String masked =
        Masked.body(
            """
            unheard_of(x, y) {
            	foo();
            }
            """);
    assertThat(masked)
        .isEqualTo(
            """
            while     (x, y) {
            	foo();
            }
            """);
  }

  @Test
  void loopsByIndentation() {
    String masked =
        Masked.body(
            """
            unheard_of(x)
            	foo();
            bar();
            """);
    assertThat(masked)
        .isEqualTo(
            """
            while     (x)
            	foo();
            bar();
            """);
  }

  @Test
  void statementWithoutSemicolon() {
    String masked =
        Masked.body(
            """
            	if (a)
            		TRACE(b)
            	foo();
            """);
    assertThat(masked)
        .isEqualTo(
            """
            	if (a)
            		TRACE(b)
            ;foo();
            """);
  }

  @Test
  void callsNamedLikeLoops() {
    String masked =
        Masked.body(
            """
            device_for_each_child(dev, NULL, fn);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            device_for_each_child(dev, NULL, fn);
            """);
  }

  @Test
  void loopWithoutArguments() {
    String masked =
        Masked.body(
            """
            forever_do() {
            }
            """);
    assertThat(masked)
        .isEqualTo(
            """
            while(1)     {
            }
            """);
  }
}
