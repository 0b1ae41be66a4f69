// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.ProgramParser;
import org.sgdiet.runtime.program.ProgramText;

/// What both versions ask for is the same.
final class SameInputsTest {

  private static Program program(String member, String bindings, String argument) {
    return ProgramParser.parse(
        """
        program acme
        file "drivers/acme.c"
        layout acme size 16 {
          state: u32 at 0
          MEMBER: u32 at 4
          moved: MOVED at 8
        }
        object acme: struct acme input
        BINDINGS
        function acme_map(p: *acme, n: u32) -> s32 #0:1 {
         0:
          return 0 #0:2
        }
        run map acme_map(@acme, ARGUMENT) success zero
        """
            .replace("MEMBER", member)
            .replace("MOVED", member.equals("new") ? "u64" : "u32")
            .replace("BINDINGS", bindings)
            .replace("ARGUMENT", argument));
  }

  @Test
  void theVersionAfterKeepsOnlyWhatTheRewriteAdds() {
    Program before =
        program(
            "old",
            "bind acme.state = fixed 1\nbind acme.old = fixed 2\nbind acme.moved = fixed 3",
            "fixed 4");
    Program after =
        program(
            "new",
            "bind acme.state = fixed 5\nbind acme.new = fixed 6\nbind acme.moved = fixed 7",
            "fixed 8");
    assertThat(ProgramText.print(new SameInputs(before, after).program()))
        .contains("bind acme.state = fixed 1")
        .contains("bind acme.new = fixed 6")
        .contains("bind acme.moved = fixed 7")
        .doesNotContain("acme.old")
        .contains("acme_map(@acme, fixed 4)");
  }
}
