// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

class LongAssignmentTest {

  private static final String LONG = "acme->channel[index].request->vectors.vec->addr + offset";

  private static String rewritten(String line, String old, String text) {
    SourceFile file = new SourceFile("a.c", line.getBytes(ISO_8859_1));
    int at = line.indexOf(old);
    Draft draft = new Draft();
    draft.replace(file, new Span(at, at + old.length()), text);
    return new String(draft.files().getFirst().apply(line.getBytes(ISO_8859_1)), ISO_8859_1);
  }

  @Test
  void anAssignmentThatGetsTooWideBreaksBehindTheEqualSign() {
    String fits = "\tcontext->low = lower_32_bits(sg_addr);\n";
    assertThat(rewritten(fits, "sg_addr", LONG)).isEqualTo(fits.replace("sg_addr", LONG));
    assertThat(rewritten("\t\t\tcontext->command_low = lower_32_bits(sg_addr);\n", "sg_addr", LONG))
        .isEqualTo("\t\t\tcontext->command_low =\n\t\t\t\tlower_32_bits(" + LONG + ");\n");
  }

  @Test
  void otherLinesStayOne() {
    String loop = "\t\t\tfor (context->command_low = 0; context->more_of_it < sg_addr; i++)\n";
    assertThat(rewritten(loop, "sg_addr", LONG)).isEqualTo(loop.replace("sg_addr", LONG));
    String wide = "\t\t\tcontext->command_low = lower_32_bits(" + LONG + " + more + sg_addr);\n";
    assertThat(rewritten(wide, "sg_addr", "addr")).isEqualTo(wide.replace("sg_addr", "addr"));
    String initializer = "\t\t\tstruct acme_command command_low = { .address = sg_addr, };\n";
    assertThat(rewritten(initializer, "sg_addr", LONG))
        .isEqualTo(initializer.replace("sg_addr", LONG));
  }
}
