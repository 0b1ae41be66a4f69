// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.cli.Sgdiet;

class VerifyCommandTest {
  private static final String FILE = "drivers/mmc/host/acme_emmc.c";

  @Test
  void aFunctionThatMapsIsExecuted() {
    Sgdiet.Result result = Sgdiet.run("verify", Sgdiet.TREE, FILE + ":acme_emmc_start");
    assertThat(result.out()).startsWith(FILE + ": acme_emmc_start(): ");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void aFunctionThatIsNotThereIsRefusedWithTheOnesThatAre() {
    Sgdiet.Result result = Sgdiet.run("verify", Sgdiet.TREE, FILE + ":acme_emmc_stat");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("sgdiet: " + FILE + ":acme_emmc_stat: ")
        .contains("those that do: acme_emmc_start");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(2);
  }
}
