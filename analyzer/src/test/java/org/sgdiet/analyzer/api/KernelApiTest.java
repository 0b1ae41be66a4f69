// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.fact.Origin;

class KernelApiTest {

  private final KernelApi api = KernelApi.builtIn();

  @Test
  void tellsFormsOfOneNameApartByArguments() {
    KernelCall old = api.call("blk_rq_map_sg", 3).orElseThrow();
    KernelCall today = api.call("blk_rq_map_sg", 2).orElseThrow();
    assertThat(old.index(Parameter.LIST)).hasValue(2);
    assertThat(today.index(Parameter.LIST)).hasValue(1);
    assertThat(old.in(KernelVersion.parse("6.1"))).isTrue();
    assertThat(old.in(KernelVersion.parse("6.16"))).isFalse();
  }

  @Test
  void everyLineSaysWhatTheCallWorksOn() {
    assertThat(api.calls())
        .filteredOn(c -> c.isSite() && c.subjectIndex().isEmpty())
        .extracting(KernelCall::name)
        .isEmpty();
  }

  @Test
  void noLineStandsTwice() {
    assertThat(api.calls()).doesNotHaveDuplicates();
  }

  @Test
  void takesLinesOfTheUser() {
    KernelApi mine =
        api.with("mine.txt", "map list count-or-zero foo_map(device, list, count, direction)");
    assertThat(mine.call("foo_map", 4).map(KernelCall::effect)).contains(Effect.MAP);
    assertThat(api.call("foo_map", 4)).isEqualTo(Optional.empty());
  }

  @Test
  void namesTheLineItCannotRead() {
    assertThatThrownBy(() -> api.with("mine.txt", "# a\nmapp list none foo_map(list)"))
        .hasMessage("mine.txt:2: 'mapp' is no effect");
    assertThatThrownBy(() -> api.with("mine.txt", "map foo"))
        .hasMessageStartingWith("mine.txt:1: expected: ");
  }

  @Test
  void knowsWhoseListsTheCommonMembersHold() {
    assertThat(api.origin("mmc_data", "sg")).contains(Origin.MMC_DATA);
    assertThat(api.origin("foo", "sg")).isEqualTo(Optional.empty());
  }

  @Test
  void readsTheVersionOfAMakefile() {
    assertThat(KernelVersion.ofMakefile("VERSION = 7\nPATCHLEVEL = 3\n"))
        .contains(new KernelVersion(7, 3));
    assertThat(KernelVersion.ofMakefile("all:\n")).isEqualTo(Optional.empty());
  }
}
