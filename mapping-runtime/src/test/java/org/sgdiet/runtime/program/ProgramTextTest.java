// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgramTextTest {

  private static final String ALL_FORMS =
      """
      program forms
      file "drivers/x/acme \\"q\\".c"
      limit mask_bits 32
      limit max_entries 4
      lists mapped
      errors undone
      layout acme size 24 {
        addr: le64 at 0
        next: *acme at 8
        any: *void at 16
      }
      layout guess size 72 synthetic {
        flags: u32 at 0 bits 3 5
        ring: [4]struct acme at 8
        tail: [0]u8 at 72
      }
      object cmd: struct guess input
      bind guess.ring = list_head data
      bind acme.next = fixed -1
      bind guess.flags = by_direction 256 512
      function map(dev: *device, g: *guess) -> s32 #0:10 {
        local i: u32
        local sg: memory struct scatterlist
        local b: bool
        local p: *void
       entry:
        i = ((i + 1:u32) as u8) #0:11
        i = (i - 1)
        [g->guess.ring[i x 24]->acme.addr]:le64 = to_le64((i << 3)) #0:12
        bits(g, guess.flags) = bits(g, guess.flags)
        p = container_of(&sg, acme.next)
        i = diff(p, p, 16)
        p = fn map
        b = !(~(-(max(i, min(i, 0xffffffff:u64)))))
        i = dma_map_sg(dev, &sg, i, 1) #0:13
        i = invoke map(dev, @cmd)
        i = invoke_pointer (p)(dev, null:*guess)
        opaque dev_err(dev)
        i = opaque idr(dev) outcomes 0, -5 leaves [g]:u32 = 3 leaves [g]:u8 = 1
        if (i == from_be32([p]:be32)) goto 4 else 5
       4:
        switch i { 1 .. 1 goto 5, 2 .. 3 goto out, else 6 }
       5:
        goto out
       6:
        panic "BUG: \\"x\\""
       7:
        return
       8:
        not_modelled "inline asm"
       out:
        return -12 #0:20
      }
      run map map(device, @cmd) success not_negative
      run unmap map(device, result 0) success always
      """;

  @Test
  void printThenParseIsTheIdentity() {
    Program program = ProgramParser.parse(ALL_FORMS);
    assertThat(ProgramText.print(program)).isEqualTo(ALL_FORMS);
    assertThat(ProgramParser.parse(ProgramText.print(program))).isEqualTo(program);
  }

  @Test
  void aNameThatNothingDefinesIsRefused() {
    String text =
        """
        program p
        function f() {
         0:
          x = 1
          goto 9
        }
        """;
    assertThatThrownBy(() -> ProgramParser.parse(text))
        .hasMessage("program p is not complete: f.0: no local x; f.0: no label 9");
  }

  @Test
  void anErrorInTheTextNamesItsLine() {
    assertThatThrownBy(() -> ProgramParser.parse("program p\nlayout a size x"))
        .hasMessage("program text, line 2: expected a number before 'x'");
  }

  @Test
  void everyOperationIsFoundByItsName() {
    for (Operation operation : Operation.values()) {
      assertThat(Operation.named(operation.word())).contains(operation);
    }
  }
}
