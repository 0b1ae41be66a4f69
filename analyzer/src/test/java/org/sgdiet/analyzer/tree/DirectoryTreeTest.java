// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.tree.SourceTree.Content;

class DirectoryTreeTest {
  @TempDir private Path directory;

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String skipped(String path) throws IOException {
    return DirectoryTree.of(directory).read(path) instanceof Content.Skipped(String reason)
        ? reason
        : "read";
  }

  @Test
  void sourcesAndHeadersAreListedInOrder() throws IOException {
    write("b/y.c", "int y;");
    write("b/x.h", "int x;");
    write("a/z.c", "");
    write("a/z.S", "nop");
    write(".git/w.c", "int w;");
    SourceTree tree = DirectoryTree.of(directory);
    assertThat(tree.paths()).containsExactly("a/z.c", "b/x.h", "b/y.c");
    assertThat(tree.read("b/y.c"))
        .isInstanceOfSatisfying(
            Content.Bytes.class, c -> assertThat(new String(c.bytes(), UTF_8)).isEqualTo("int y;"));
    assertThat(tree.read("a/z.c"))
        .isInstanceOfSatisfying(Content.Bytes.class, c -> assertThat(c.bytes()).isEmpty());
  }

  @Test
  void aPartIsListedAndAllCanBeRead() throws IOException {
    write("a/x.c", "int x;");
    write("a/deep/y.c", "int y;");
    write("b/z.h", "int z;");
    SourceTree part = DirectoryTree.listing(directory, List.of("a"));
    assertThat(part.paths()).containsExactly("a/x.c");
    assertThat(part.read("b/z.h")).isInstanceOf(Content.Bytes.class);
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    write("a.c", "x\0y");
    Files.createDirectory(directory.resolve("dir.c"));
    assertThat(skipped("a.c")).isEqualTo("binary");
    assertThat(skipped("dir.c")).isEqualTo("unreadable directory");
    assertThat(skipped("nothing.c")).isEqualTo("not found");
    assertThat(skipped("../../etc/passwd")).isEqualTo("link out of the tree");
    try (RandomAccessFile large = new RandomAccessFile(directory.resolve("l.c").toFile(), "rw")) {
      large.setLength(50L << 20);
    }
    assertThat(skipped("l.c")).isEqualTo("larger than 32 MiB");
  }

  @Test
  void linksStayInTheTree(@TempDir Path outside) throws IOException {
    write("real.c", "int r;");
    Files.createSymbolicLink(directory.resolve("good.c"), Path.of("real.c"));
    Files.createSymbolicLink(directory.resolve("loop.c"), Path.of("loop.c"));
    Files.createSymbolicLink(directory.resolve("dangling.c"), Path.of("gone.c"));
    Files.createSymbolicLink(directory.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(directory.resolve("out.c"), Files.createFile(outside.resolve("o.c")));
    assertThat(DirectoryTree.of(directory).paths())
        .containsExactly("dangling.c", "good.c", "loop.c", "out.c", "real.c");
    assertThat(skipped("good.c")).isEqualTo("read");
    assertThat(skipped("loop.c")).isEqualTo("link loop");
    assertThat(skipped("dangling.c")).isEqualTo("link to nowhere");
    assertThat(skipped("out.c")).isEqualTo("link out of the tree");
  }

  /// Lists as a run that comes much later than the last change, with what the run before kept.
  private List<String> listedLater(Path kept) throws IOException {
    Instant later = Instant.now().plusSeconds(60);
    return DirectoryTree.of(directory, later, CacheDirectory.at(kept)).paths();
  }

  @Test
  void aKeptListingIsWhatAFreshOneIs(@TempDir Path kept) throws IOException {
    write("a/x.c", "int x;");
    write("a/b/y.h", "int y;");
    assertThat(listedLater(kept)).containsExactly("a/b/y.h", "a/x.c");
    assertThat(listedLater(kept)).containsExactly("a/b/y.h", "a/x.c");
    write("a/b/z.c", "int z;");
    write("c/d/w.c", "int w;");
    Files.delete(directory.resolve("a/x.c"));
    assertThat(listedLater(kept)).containsExactly("a/b/y.h", "a/b/z.c", "c/d/w.c");
    Files.move(directory.resolve("c/d"), directory.resolve("e"));
    Files.delete(directory.resolve("a/b/z.c"));
    Files.createDirectory(directory.resolve("a/b/z.c"));
    write("a/b/z.c/q.c", "int q;");
    assertThat(listedLater(kept)).containsExactly("a/b/y.h", "a/b/z.c/q.c", "e/w.c");
    assertThat(listedLater(kept)).isEqualTo(DirectoryTree.of(directory).paths());
  }

  @Test
  void aDirectoryThatWasTouchedLatelyIsLookedIntoAgain(@TempDir Path kept) throws IOException {
    write("a/x.c", "int x;");
    Path a = directory.resolve("a");
    CacheDirectory cache = CacheDirectory.at(kept);
    DirectoryTree.of(directory, Instant.now(), cache);
    FileTime before = Files.getLastModifiedTime(a);
    write("a/y.c", "int y;");
    Files.setLastModifiedTime(a, before);
    assertThat(DirectoryTree.of(directory, Instant.now(), cache).paths())
        .containsExactly("a/x.c", "a/y.c");
  }

  @Test
  void aDamagedListingIsNone(@TempDir Path kept) throws IOException {
    write("a/x.c", "int x;");
    listedLater(kept);
    try (Stream<Path> files = Files.list(kept)) {
      for (Path file : files.toList()) {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));
      }
    }
    assertThat(listedLater(kept)).containsExactly("a/x.c");
  }
}
