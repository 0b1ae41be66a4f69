// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.git.GitSandbox;
import org.sgdiet.cli.report.Json;
import tools.jackson.databind.JsonNode;

class ScanCommandTest {
  private static final String DRIVER =
      """
      int f(struct device *dev, struct scatterlist *sgl, int n)
      {
      	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

      	if (!count)
      		return -ENOMEM;
      	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
      	return 0;
      }
      """;

  @TempDir private Path directory;

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static JsonNode json(Sgdiet.Result result) {
    assertThat(result.code()).as(result.err()).isLessThan(2);
    return Json.LINE.readTree(result.out());
  }

  private static List<String> calls(JsonNode report) {
    return StreamSupport.stream(report.get("sites").spliterator(), false)
        .map(s ->
            "%s %s:%s"
                .formatted(
                    s.get("call").asString(),
                    s.get("file").asString(),
                    s.get("function").asString()))
        .toList();
  }

  @Test
  void wrappersOfTheUserAreSites() throws IOException {
    write("drivers/a.c", "int f(struct acme *a) { return acme_map(a->dev, a->sg, a->n, a->dir); }");
    write("calls", "map list count-or-zero acme_map(device, list, count, direction)\n");
    JsonNode report =
        json(
            Sgdiet.run(
                "scan", directory, "--calls", directory.resolve("calls"), "--format", "json"));
    assertThat(calls(report)).containsExactly("acme_map drivers/a.c:f");
  }

  @Test
  void aBadLineOfTheUserIsNamed() throws IOException {
    write("drivers/a.c", DRIVER);
    write("calls", "map list acme_map(device)\n");
    assertBadInput("calls:1: expected", "scan", directory, "--calls", directory.resolve("calls"));
    assertBadInput("no such file", "scan", directory, "--calls", directory.resolve("none"));
  }

  @Test
  void theShippedTreeHasEachKindOfSite() {
    JsonNode report = json(Sgdiet.run("scan", Sgdiet.TREE, "--format", "json"));
    assertThat(report.get("tree").asString()).isEqualTo("tree");
    assertThat(calls(report))
        .contains(
            "dma_map_sg drivers/mtd/nand/acme_nand.c:acme_nand_xfer",
            "dma_map_sgtable drivers/gpu/drm/acme/acme_prime.c:acme_map_dma_buf",
            "scsi_dma_map drivers/scsi/acme_hba/acme_hba_io.c:acme_hba_build_sge",
            "scsi_dma_unmap drivers/scsi/acme_hba/acme_hba_intr.c:acme_hba_complete",
            "blk_rq_map_sg drivers/block/acme_disk.c:acme_disk_queue",
            "dma_map_single drivers/net/ethernet/acme/acme_tx.c:acme_tx_queue");
    assertThat(report.get("unsupported")).isEmpty();
    assertThat(report.get("skipped")).isEmpty();
    for (JsonNode site : report.get("sites")) {
      assertThat(site.get("role").asString()).isIn("input", "output", "both");
      if (site.get("call").asString().equals("dma_map_sg")) {
        assertThat(site.get("verdict").asString()).isIn("mechanical", "assist", "refuse");
      }
    }
  }

  @Test
  void pathsNarrowTheScan() {
    String file = "drivers/mtd/nand/acme_nand.c";
    for (Object path : List.of(file, "drivers/mtd", Sgdiet.TREE.resolve(file))) {
      assertThat(calls(json(Sgdiet.run("scan", Sgdiet.TREE, path, "--format", "json"))))
          .as("%s", path)
          .isNotEmpty()
          .allMatch(call -> call.contains(file));
    }
  }

  @Test
  void sameTreeSameBytes() {
    for (String format : List.of("text", "json", "sarif", "org", "html")) {
      Sgdiet.Result first = Sgdiet.run("scan", Sgdiet.TREE, "--format", format);
      assertThat(first.err()).isEmpty();
      assertThat(Sgdiet.run("scan", Sgdiet.TREE, "--format", format)).isEqualTo(first);
      assertThat(first.out()).doesNotContain(Sgdiet.TREE.toAbsolutePath().toString());
    }
  }

  @Test
  void aRevisionIsScannedWithoutCheckout() throws IOException {
    GitSandbox git = GitSandbox.init(directory);
    git.write("drivers/a.c", DRIVER.getBytes(UTF_8)).commit("one");
    git.write("drivers/a.c", "int x;\n".getBytes(UTF_8)).commit("two");
    assertThat(calls(json(Sgdiet.run("scan", directory, "--format", "json")))).isEmpty();
    assertThat(calls(json(Sgdiet.run("scan", directory, "--rev", "HEAD~", "--format", "json"))))
        .contains("dma_map_sg drivers/a.c:f", "dma_unmap_sg drivers/a.c:f");
    assertBadInput("'v9': no such revision", "scan", directory, "--rev", "v9");
  }

  @Test
  void whatIsNoTreeIsRefused() throws IOException {
    assertBadInput("gone: no such directory", "scan", "gone");
    write("x.c", "int x;\n");
    assertBadInput("x.c: not a directory", "scan", directory.resolve("x.c"));
    Files.createDirectory(directory.resolve("empty"));
    assertBadInput("not a kernel tree", "scan", directory.resolve("empty"));
    assertBadInput("not in a git repository", "scan", directory, "--rev", "HEAD");
    write("notes.txt", "x");
    assertBadInput("notes.txt: not a C file", "scan", directory, "notes.txt");
    assertBadInput("drivers/gone: not in ", "scan", directory, "drivers/gone");
  }

  @Test
  void aPartialTreeIsSaidOnce() throws IOException {
    write("drivers/a.c", DRIVER);
    Sgdiet.Result result = Sgdiet.run("scan", directory);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains("partial tree without include/linux/dma-mapping.h");
    assertThat(result.out()).contains("drivers/a.c:3:14: note: dma_map_sg() in f()");
  }

  @Test
  void filesThatCannotBeReadAreNamedAndCountedAndTheRestGoesOn() throws IOException {
    write("drivers/good.c", DRIVER);
    write("drivers/empty.c", "");
    write("drivers/binary.c", "dma_map_sg(\0");
    write("drivers/text.c", "This is not C: dma_map_sg( and ' so on.\n".repeat(50));
    Files.createSymbolicLink(directory.resolve("drivers/loop.c"), Path.of("loop.c"));
    Files.createSymbolicLink(directory.resolve("drivers/out.c"), Path.of("/etc/hostname"));
    Files.createSymbolicLink(directory.resolve("drivers/up"), Path.of(".."));
    try (RandomAccessFile large =
        new RandomAccessFile(directory.resolve("drivers/large.c").toFile(), "rw")) {
      large.setLength(50L << 20);
    }
    Sgdiet.Result result = Sgdiet.run("scan", directory);
    assertThat(result.code()).isLessThan(2);
    assertThat(result.out()).contains("drivers/good.c:3:14").contains("; 4 files skipped\n");
    assertThat(result.err().lines().skip(1))
        .containsExactly(
            "sgdiet: drivers/binary.c: binary; skipped",
            "sgdiet: drivers/large.c: larger than 32 MiB; skipped",
            "sgdiet: drivers/loop.c: link loop; skipped",
            "sgdiet: drivers/out.c: link out of the tree; skipped");
    assertThat(Sgdiet.run("scan", directory, "--strict").code()).isEqualTo(4);
  }

  @Test
  void helpFitsAScreen() {
    for (String command : List.of("scan", "check", "review")) {
      assertThat(Sgdiet.run(command, "--help").out())
          .contains("xample")
          .satisfies(help -> assertThat(help.lines()).hasSizeLessThan(24));
    }
  }

  private static void assertBadInput(String message, Object... args) {
    Sgdiet.Result result = Sgdiet.run(args);
    assertThat(result.err()).startsWith("sgdiet: ").contains(message);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(2);
  }
}
