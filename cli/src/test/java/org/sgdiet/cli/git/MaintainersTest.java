// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaintainersTest {
  private static final Maintainers FILE =
      Maintainers.parse(
          """
          Descriptions
          	F:	drivers/net/	not an entry

          Maintainers List
          ----------------

          ACME NAND
          M:	Ada <ada@example.org>
          L:	nand@example.org (moderated)
          S:	Maintained
          F:	drivers/mtd/nand/acme_*
          N:	[^a-z]acmechip

          MTD
          M:	Bob <bob@example.org>
          L:	mtd@example.org
          F:	drivers/mtd/
          X:	drivers/mtd/spi/

          BROKEN
          F:	drivers/broken/
          N:	(

          THE REST
          M:	Eve <eve@example.org>
          L:	all@example.org
          F:	*
          F:	*/
          """);

  private static String owner(String path) {
    return FILE.owner(path).map(Maintainers.Section::title).orElse("nobody");
  }

  @Test
  void theClosestSectionOwns() {
    assertThat(owner("drivers/mtd/nand/acme_x.c")).isEqualTo("ACME NAND");
    assertThat(owner("drivers/mtd/nand/other.c")).isEqualTo("MTD");
    assertThat(owner("drivers/mtd/spi/x.c")).isEqualTo("THE REST");
    assertThat(owner("drivers/spi/spi-acmechip.c")).isEqualTo("ACME NAND");
    assertThat(owner("drivers/broken/x.c")).isEqualTo("BROKEN");
  }

  @Test
  void everySectionThatNamesTheFileIsWrittenTo() {
    assertThat(FILE.recipients(List.of("drivers/mtd/nand/acme_x.c")))
        .containsExactly(
            "Ada <ada@example.org>",
            "Bob <bob@example.org>",
            "nand@example.org",
            "mtd@example.org",
            "all@example.org");
    assertThat(FILE.recipients(List.of("drivers/x.c", "drivers/mtd/x.c")))
        .as("the list of the section for the rest comes last")
        .containsExactly("Bob <bob@example.org>", "mtd@example.org", "all@example.org");
  }

  @Test
  void starStaysInItsDirectory() {
    assertThat(owner("drivers/mtd/nand/acme_dir/x.c")).isEqualTo("ACME NAND");
    assertThat(Maintainers.parse("T\nF:\tdrivers/*/x.c\n").owner("drivers/a/b/x.c")).isEmpty();
  }
}
