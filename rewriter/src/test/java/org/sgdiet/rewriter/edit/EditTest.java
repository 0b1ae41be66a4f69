// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.source.Span;

class EditTest {

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String edited(String text, Edit... edits) {
    return new String(new FileEdits("a.c", List.of(edits)).apply(bytes(text)), ISO_8859_1);
  }

  @Test
  void bytesOutsideTheEditsStay() {
    String text = "/* \u00e9\u00ff */\r\nint a;\r\nint b;";
    assertThat(edited(text, new Edit(new Span(14, 15), "x\ny")))
        .isEqualTo("/* \u00e9\u00ff */\r\nint x\r\ny;\r\nint b;");
  }

  @Test
  void editsAreSortedAndMustNotOverlap() {
    assertThat(edited("abcdef", Edit.delete(new Span(4, 5)), Edit.insert(1, "-")))
        .isEqualTo("a-bcdf");
    assertThatThrownBy(
            () -> edited("abcdef", Edit.delete(new Span(1, 3)), Edit.delete(new Span(2, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlap");
    assertThatThrownBy(() -> edited("ab", Edit.insert(1, "x"), Edit.insert(1, "y")))
        .hasMessageContaining("overlap");
  }

  @Test
  void editsOutsideTheFileAreRefused() {
    assertThatThrownBy(() -> edited("ab", Edit.delete(new Span(1, 9))))
        .hasMessageContaining("outside 2 bytes");
  }

  @Test
  void callsBreakBelowTheOpenParenthesis() {
    String call =
        CallLayout.call(
            15,
            "dma_map_single",
            List.of("host->dma_chan->device->dev", "host->bounce_buffer", "len", "DMA_TO_DEVICE"),
            1);
    assertThat(call)
        .isEqualTo(
            "dma_map_single(host->dma_chan->device->dev, host->bounce_buffer,\n"
                + "\t\t\t      len, DMA_TO_DEVICE)");
  }

  @Test
  void callsThatFitStayOnOneLine() {
    assertThat(CallLayout.call(8, "dma_unmap_single", List.of("dev", "addr", "len", "dir"), 1))
        .isEqualTo("dma_unmap_single(dev, addr, len, dir)");
  }

  @Test
  void gitAppliesTheDiff(@TempDir Path repository) throws IOException, InterruptedException {
    byte[] before = bytes("int f(void)\r\n{\r\n\treturn 0; /* \u00e9 */\r\n}\r\nlast");
    byte[] after = bytes("int f(void)\r\n{\r\n\treturn 1; /* \u00e9 */\r\n}\r\nlast line");
    String diff = UnifiedDiff.of("drivers/x/a.c", before, after);
    assertThat(diff).startsWith("--- a/drivers/x/a.c\n+++ b/drivers/x/a.c\n@@ -1,5 +1,5 @@\n");
    assertThat(diff).endsWith("+last line\n\\ No newline at end of file\n");

    Path file = repository.resolve("drivers/x/a.c");
    Files.createDirectories(file.getParent());
    Files.write(file, before);
    Files.write(repository.resolve("d.patch"), bytes(diff));
    Process git =
        new ProcessBuilder("git", "apply", "--unsafe-paths", "d.patch")
            .directory(repository.toFile())
            .inheritIO()
            .start();
    assertThat(git.waitFor()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(after);
  }

  @Test
  void hunksNameTheirFunction() {
    String body = "\ta();\n".repeat(8);
    String before = "static int f(void)\n{\n" + body + "\treturn 0;\n}\n";
    assertThat(UnifiedDiff.of("a.c", bytes(before), bytes(before.replace("0", "1"))))
        .contains("@@ -8,5 +8,5 @@ static int f(void)\n");
    assertThat(UnifiedDiff.of("a.c", bytes(before), bytes(before))).isEmpty();
  }
}
