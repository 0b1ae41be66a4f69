// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.Sgdiet;

class MergeCommandTest {

  @TempDir private Path directory;

  private Path shard(int index, int count) throws IOException {
    String out =
        Sgdiet.run("scan", Sgdiet.TREE, "--shard", index + "/" + count, "--format", "json").out();
    return Files.writeString(directory.resolve(index + "-" + count), out);
  }

  private static Sgdiet.Result merge(List<Path> files) {
    List<Object> words = new ArrayList<>(List.of("merge"));
    words.addAll(files);
    return Sgdiet.run(words.toArray());
  }

  @Test
  void allShardsAreTheWholeScan() throws IOException {
    Sgdiet.Result whole = Sgdiet.run("scan", Sgdiet.TREE, "--format", "json");
    for (int count : List.of(1, 2, 5)) {
      List<Path> shards = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        shards.add(shard(i, count));
      }
      Collections.reverse(shards);
      assertThat(merge(shards)).as("%d shards", count).isEqualTo(whole);
    }
  }

  @Test
  void aShardReportsOnItsPartOnly() throws IOException {
    String one = Files.readString(shard(1, 2));
    String two = Files.readString(shard(2, 2));
    assertThat(one).contains("\"shard\" : \"1/2\"").contains("\"file\"");
    assertThat(two).contains("\"file\"");
    assertThat(one.length() + two.length())
        .isLessThan(Sgdiet.run("scan", Sgdiet.TREE, "--format", "json").out().length() * 2);
  }

  @Test
  void whatIsNotAllShardsOfOneScanIsRefused() throws IOException {
    Path one = shard(1, 2);
    assertRefused("shard 2/2 is missing", List.of(one));
    assertRefused("shard 1/2 is given twice", List.of(one, one));
    assertRefused("shard 1/3 among those of 2", List.of(one, shard(1, 3)));
    Path other =
        Files.writeString(
            directory.resolve("other"),
            Files.readString(shard(2, 2)).replace("\"tree\" : \"tree\"", "\"tree\" : \"linux\""));
    assertRefused("shards of two trees, tree and linux", List.of(one, other));
  }

  @Test
  void whatIsNoReportOfAShardIsRefused() throws IOException {
    List<String> texts =
        List.of("", "x", "{}", "[1]", "{\"schema\":\"sgdiet/scan/1\",\"shard\":\"1/1\"}");
    for (String text : texts) {
      assertRefused("not a report of", List.of(Files.writeString(directory.resolve("bad"), text)));
    }
    String whole = Sgdiet.run("scan", Sgdiet.TREE, "--format", "json").out();
    assertRefused("not a report of", List.of(Files.writeString(directory.resolve("all"), whole)));
    assertRefused("no such file", List.of(directory.resolve("gone")));
    assertRefused("cannot be read", List.of(directory));
    for (String shard : List.of("0/2", "3/2", "1", "a/b", "1/2/3", "99999/99999")) {
      Sgdiet.Result result = Sgdiet.run("scan", Sgdiet.TREE, "--shard", shard);
      assertThat(result.code()).as(shard).isEqualTo(2);
      assertThat(result.err()).contains("--shard " + shard + ": not a shard; give I/N");
    }
  }

  private static void assertRefused(String message, List<Path> files) {
    Sgdiet.Result result = merge(files);
    assertThat(result.err()).contains(message).hasLineCount(1);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }
}
