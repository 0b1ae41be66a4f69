// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.Site;

/// Functions that nobody writes by hand are analysed in bounded time, or reported.
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScanLimitsTest {

  @TempDir private Path directory;

  /// A mapping and its unmap, with `statements` in between.
  private ScanReport scan(String statements) throws IOException {
    Files.writeString(
        directory.resolve("acme.c"),
        "int f(struct device *dev, struct scatterlist *sgl, int n)\n{\n"
            + "\tint c = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);\n\n"
            + "\tif (!c)\n\t\treturn -EIO;\n"
            + statements
            + "\tdma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);\n\treturn 0;\n}\n");
    return new Scan(DirectoryTree.of(directory), KernelApi.builtIn()).run();
  }

  private static void assertAnalysed(ScanReport report) {
    assertThat(report.unsupported()).isEmpty();
    assertThat(report.sites()).extracting(Site::call).containsExactly("dma_map_sg", "dma_unmap_sg");
  }

  @Test
  void aLongFunctionIsAnalysed() throws IOException {
    assertAnalysed(scan("\tacme_write(dev, REGISTER, 0x1234);\n".repeat(2500)));
  }

  @Test
  void aFunctionThatIsTooLongIsReported() throws IOException {
    ScanReport report = scan("\tacme_write(dev, REGISTER, 0x1234);\n".repeat(30_000));
    assertThat(report.sites()).isEmpty();
    assertThat(report.unsupported())
        .extracting(ScanReport.UnreadRange::reason)
        .containsExactly("a function of more than 128 KiB");
  }

  @Test
  void aListThatIsAdvancedAgainAndAgainIsAnalysed() throws IOException {
    assertAnalysed(scan("\tif (n & 1)\n\t\tsgl = sgl + n;\n".repeat(400)));
  }

  @Test
  void whatIsNestedTooDeeplyIsReported() throws IOException {
    ScanReport report = scan("\tc = " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + ";\n");
    assertThat(report.unsupported())
        .extracting(ScanReport.UnreadRange::reason)
        .doesNotContain("")
        .hasSize(1);
  }
}
