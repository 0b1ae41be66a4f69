// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Struct members by macro.
class StructMembersTest {
  @Test
  void declareTheirName() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s {
                	DECLARE_BITMAP(seen, 64);
                	DECLARE_FLEX_ARRAY(struct sg, sgl);
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s {
            	int            seen     ;
            	int                           sgl ;
            };
            """);
  }

  @Test
  void groupsAreOpened() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s {
                	struct_group(head,
                		int a;
                		int b;
                	);
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s {

            		int a;
            		int b;

            };
            """);
  }

  @Test
  void leaveFunctionPointersAlone() {
    String masked =
        Masked.trimmed(
            Masked.file(
                """
                struct s {
                	dma_addr_t (*map)(int);
                };
                """));
    assertThat(masked)
        .isEqualTo(
            """
            struct s {
            	dma_addr_t (*map)(int);
            };
            """);
  }
}
