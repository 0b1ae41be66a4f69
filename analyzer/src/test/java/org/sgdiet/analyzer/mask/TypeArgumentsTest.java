// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Types as arguments of macros.
class TypeArgumentsTest {
  @Test
  void becomeOneName() {
    String masked =
        Masked.body(
            """
            x = container_of(p, struct foo, list);
            y = min_t(int, a, b);
            z = list_entry(p, foo_t *, l);
            w = va_arg(ap, unsigned long);
            """);
    assertThat(masked)
        .isEqualTo(
            """
            x = container_of(p, _truct_foo, list);
            y = min_t(_nt, a, b);
            z = list_entry(p, _oo_t__, l);
            w = va_arg(ap, _nsigned_long);
            """);
  }

  @Test
  void leaveExpressionsAlone() {
    String masked =
        Masked.body(
            """
            foo(a * b, *c, sizeof(struct foo));
            """);
    assertThat(masked)
        .isEqualTo(
            """
            foo(a * b, *c, sizeof(struct foo));
            """);
  }

  @Test
  void leavePrototypesAlone() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                int f(struct foo *, unsigned int);
                """));
    assertThat(masked)
        .isEqualTo(
            """
            int f(struct foo *, unsigned int);
            """);
  }
}
