// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.cache.CacheDirectory;

/// A scan that remembers gives what a fresh one gives, and reads only what is not what it was.
class ScanMemoryTest {
  private static final String MAPS =
      """
      #include <linux/fx.h>
      static int fx_go(struct fx *fx)
      {
      	int n = dma_map_sg(fx->dev, fx->host->sgl, fx->count, DMA_TO_DEVICE);
      	if (!n)
      		return -EIO;
      	dma_unmap_sg(fx->dev, fx->host->sgl, n, DMA_TO_DEVICE);
      	return 0;
      }
      """;

  @TempDir private Path directory;
  @TempDir private Path kept;

  @BeforeEach
  void tree() {
    write("drivers/a/fx.c", MAPS);
    write("drivers/b/gx.c", MAPS.replace("fx_go", "gx_go"));
    write("drivers/b/other.c", "int other;\n");
    write("include/linux/fx.h", "struct fx { struct fx_host *host; int count; };\n");
  }

  private void write(String path, String text) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Scans as a later run would, when the clock has gone on.
  private Set<String> readBy(Scanned scanned) throws IOException {
    return readBy("", scanned);
  }

  private Set<String> readBy(String version, Scanned scanned) throws IOException {
    return readBy(version, _ -> true, scanned);
  }

  private Set<String> readBy(String version, Predicate<String> wanted, Scanned scanned)
      throws IOException {
    Watched tree =
        new Watched(DirectoryTree.of(directory, Instant.EPOCH, CacheDirectory.at(kept)), version);
    Scan scan = new Scan(tree, KernelApi.builtIn(), wanted);
    ScanReport fresh = scan.run();
    tree.read.clear();
    ScanReport remembered = scan.keptIn(CacheDirectory.at(kept)).run();
    assertThat(remembered).isEqualTo(fresh);
    scanned.check(remembered);
    return new HashSet<>(tree.read);
  }

  private interface Scanned {
    void check(ScanReport report);
  }

  @Test
  void nothingIsReadTwice() throws IOException {
    assertThat(readBy(r -> assertThat(r.findings()).hasSize(2))).contains("drivers/b/other.c");
    assertThat(readBy(r -> assertThat(r.findings()).hasSize(2))).isEmpty();
  }

  @Test
  void onlyTheChangedDirectoryIsReadAgain() throws IOException {
    readBy(_ -> {});
    write("drivers/b/gx.c", MAPS.replace("fx->host->sgl, n", "fx->host->sgl, fx->count"));
    assertThat(readBy(r -> assertThat(r.findings()).hasSize(1)))
        .contains("drivers/b/gx.c", "drivers/b/other.c")
        .doesNotContain("drivers/a/fx.c");
  }

  @Test
  void onlyTheChangedDriverOfADirectoryIsAnalysedAgain() throws IOException {
    write("include/linux/hx.h", "struct hx { struct hx_host *host; int count; };\n");
    write("drivers/b/hx.c", MAPS.replace("fx", "hx"));
    String changed = MAPS.replace("fx_go", "gx_go").replace("-EIO", "-ENOMEM");
    assertThat(readBy(r -> assertThat(r.findings()).hasSize(3))).contains("include/linux/hx.h");
    write("drivers/b/gx.c", changed);
    assertThat(readBy(r -> assertThat(r.findings()).hasSize(3)))
        .contains("include/linux/fx.h")
        .doesNotContain("include/linux/hx.h");
    write("drivers/b/gx.c", changed + "int hx_start(void)\n{\n\treturn 0;\n}\n");
    readBy(_ -> {});
    write("drivers/b/hx.c", MAPS.replace("fx", "hx") + "int (*start)(void) = hx_start;\n");
    assertThat(readBy(_ -> {})).contains("include/linux/fx.h", "include/linux/hx.h");
  }

  @Test
  void goingBackToAnotherVersionReadsNothing() throws IOException {
    String other = MAPS.replace("fx->host->sgl, n", "fx->host->sgl, fx->count");
    readBy("a", r -> assertThat(r.findings()).hasSize(2));
    write("drivers/b/gx.c", other);
    assertThat(readBy("b", r -> assertThat(r.findings()).hasSize(1)))
        .contains("drivers/b/gx.c")
        .doesNotContain("drivers/a/fx.c");
    write("drivers/b/gx.c", MAPS.replace("fx_go", "gx_go"));
    assertThat(readBy("a", r -> assertThat(r.findings()).hasSize(2))).isEmpty();
    write("drivers/b/gx.c", other);
    assertThat(readBy("b", r -> assertThat(r.findings()).hasSize(1))).isEmpty();
  }

  @Test
  void whatIsKeptOfVersionsDoesNotGrow() throws IOException {
    for (int version = 0; version < 20; version++) {
      write("drivers/b/gx.c", MAPS + "int version" + version + ";\n");
      readBy("v" + version, r -> assertThat(r.findings()).hasSize(2));
    }
    try (Stream<Path> files = Files.list(kept)) {
      assertThat(files).hasSizeBetween(2, 8);
    }
  }

  @Test
  void aHeaderThatWasLookedAtCounts() throws IOException {
    readBy(_ -> {});
    write("include/linux/fx.h", "struct fx { struct fx_card *host; int count; };\n");
    assertThat(readBy(_ -> {})).contains("drivers/a/fx.c", "drivers/b/gx.c");
  }

  @Test
  void aPartIsRememberedFromAScanOfAll() throws IOException {
    Predicate<String> wanted = path -> path.equals("drivers/b/gx.c");
    assertThat(readBy("", wanted, r -> assertThat(r.findings()).hasSize(1)))
        .contains("drivers/b/gx.c");
    readBy(_ -> {});
    assertThat(readBy("", wanted, r -> assertThat(r.findings()).hasSize(1))).isEmpty();
    write("drivers/a/fx.c", "int changed;\n");
    assertThat(readBy("", wanted, _ -> {})).doesNotContain("drivers/b/gx.c", "drivers/b/other.c");
    write("include/linux/fx.h", "struct fx { struct fx_card *host; int count; };\n");
    assertThat(readBy("", wanted, _ -> {})).contains("drivers/b/gx.c", "drivers/b/other.c");
    readBy(_ -> {});
    assertThat(readBy("", wanted, _ -> {})).isEmpty();
    Files.delete(directory.resolve("drivers/b/other.c"));
    assertThat(readBy("", wanted, _ -> {})).contains("drivers/b/gx.c");
  }

  @Test
  void callersElsewhereCountForAPart() throws IOException {
    write(
        "drivers/b/gx.c",
        MAPS.replace("static int fx_go", "int gx_go_far") + "EXPORT_SYMBOL_GPL(gx_go_far);\n");
    Predicate<String> wanted = path -> path.startsWith("drivers/b/");
    readBy(_ -> {});
    assertThat(readBy("", wanted, _ -> {})).isEmpty();
    write("drivers/c/user.c", "int use(struct fx *fx) { return gx_go_far(fx); }\n");
    readBy("", wanted, _ -> {});
    readBy(_ -> {});
    assertThat(readBy("", wanted, _ -> {})).isEmpty();
  }

  @Test
  void filesThatComeAndGoCount() throws IOException {
    readBy(_ -> {});
    Files.delete(directory.resolve("drivers/a/fx.c"));
    write("drivers/c/hx.c", MAPS);
    readBy(r ->
        assertThat(r.sites().stream().map(s -> s.file()).distinct())
            .containsExactly("drivers/b/gx.c", "drivers/c/hx.c"));
  }

  @Test
  void aDamagedFileIsAbsent() throws IOException {
    readBy(_ -> {});
    try (Stream<Path> files = Files.list(kept)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      byte[] bytes = Files.readAllBytes(all.getFirst());
      bytes[bytes.length / 2] ^= 1;
      Files.write(all.getFirst(), bytes);
    }
    assertThat(readBy(_ -> {})).contains("drivers/a/fx.c", "drivers/b/gx.c");
    assertThat(readBy(_ -> {})).isEmpty();
  }

  /// A tree that says what was read, and whose files were all touched long ago.
  private static final class Watched implements SourceTree {
    final SourceTree tree;
    final String version;
    final Set<String> read = ConcurrentHashMap.newKeySet();

    Watched(SourceTree tree, String version) {
      this.tree = tree;
      this.version = version;
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public List<String> paths() {
      return tree.paths();
    }

    @Override
    public Content read(String path) {
      Content content = tree.read(path);
      if (content instanceof Content.Bytes) {
        read.add(path);
      }
      return content;
    }

    @Override
    public Optional<String> identity() {
      return tree.identity();
    }

    @Override
    public Optional<Stamp> stamp(String path) {
      return tree.read(path) instanceof Content.Bytes(byte[] bytes)
          ? Optional.of(new Stamp(Arrays.hashCode(bytes), bytes.length, 0))
          : Optional.empty();
    }
  }
}
