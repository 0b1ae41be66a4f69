// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.cli.report.JsonReport.Document;
import org.sgdiet.cli.report.JsonReport.FindingEntry;
import org.sgdiet.cli.report.JsonReport.SiteEntry;
import org.sgdiet.cli.report.JsonReport.SkippedEntry;
import org.sgdiet.cli.report.JsonReport.UnsupportedEntry;

/// The report of a scan from those of its shards.
public final class MergedReport {
  private MergedReport() {}

  /// The whole, byte for byte what a scan without shards writes.
  ///
  /// @throws IllegalArgumentException when these are not all shards of one scan; the message says
  ///   why
  public static Document of(List<Document> shards) {
    check(shards);
    return new Document(
        JsonReport.SCHEMA,
        shards.getFirst().tree(),
        Optional.empty(),
        JsonReport.withUndone(all(shards, Document::sites, SiteEntry::file)),
        all(shards, Document::findings, FindingEntry::file),
        all(shards, Document::unsupported, UnsupportedEntry::file),
        all(shards, Document::skipped, SkippedEntry::file));
  }

  /// A file is in one shard only, and there in its order.
  private static <T> List<T> all(
      List<Document> shards, Function<Document, List<T>> part, Function<T, String> file) {
    return shards.stream()
        .flatMap(s -> part.apply(s).stream())
        .sorted(Comparator.comparing(file))
        .toList();
  }

  private static void check(List<Document> shards) {
    Set<String> given = new HashSet<>();
    String tree = shards.getFirst().tree();
    String count = count(shards.getFirst());
    for (Document shard : shards) {
      String name = shard.shard().orElse("");
      if (!shard.tree().equals(tree)) {
        throw new IllegalArgumentException(
            "shards of two trees, %s and %s; merge each tree by itself"
                .formatted(tree, shard.tree()));
      }
      if (!count(shard).equals(count)) {
        throw new IllegalArgumentException(
            "shard %s among those of %s; give the shards of one scan".formatted(name, count));
      }
      if (!given.add(name)) {
        throw new IllegalArgumentException("shard " + name + " is given twice");
      }
    }
    for (int i = 1; i <= Integer.parseInt(count); i++) {
      if (!given.contains(i + "/" + count)) {
        throw new IllegalArgumentException("shard " + i + "/" + count + " is missing");
      }
    }
  }

  private static String count(Document shard) {
    String name = shard.shard().orElse("");
    return name.substring(name.indexOf('/') + 1);
  }
}
