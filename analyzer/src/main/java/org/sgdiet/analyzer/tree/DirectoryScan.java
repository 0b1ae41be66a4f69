// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;
import org.sgdiet.analyzer.tree.ScanReport.UnreadRange;

/// The scan of one directory: the drivers in it, with the headers beside them.
///
/// @param paths every C file of the directory
/// @param candidates the files of the tree that hold sites
record DirectoryScan(
    String directory,
    List<String> paths,
    Map<String, SourceFile> candidates,
    Function<String, Optional<SourceFile>> source,
    ScanWords words,
    HeaderStructs headers,
    KernelApi api) {

  record Result(List<Site> sites, List<Finding> findings, List<UnreadRange> unread) {}

  /// Bytes of the candidates: how long it may take.
  long weight() {
    return own().mapToLong(SourceFile::length).sum();
  }

  private Stream<SourceFile> own() {
    return paths.stream().flatMap(p -> Optional.ofNullable(candidates.get(p)).stream());
  }

  Result run() {
    boolean lists = own().anyMatch(f -> words.lists().matches(f.bytes()));
    List<DriverFile> files = new ArrayList<>();
    for (String path : paths) {
      file(path, lists)
          .map(f -> new DriverFile(SyntaxReader.read(f), words.near()))
          .ifPresent(files::add);
    }
    DriverFacts facts = new DriverFacts(new Driver(files, headers), api);
    return new Result(facts.sites(), Rules.findings(facts), List.of());
  }

  /// The candidates, the headers beside them, and, where lists are mapped, every file that deals
  /// with lists.
  private Optional<SourceFile> file(String path, boolean lists) {
    SourceFile candidate = candidates.get(path);
    if (candidate != null) {
      return Optional.of(candidate);
    }
    boolean header = path.endsWith(".h");
    return header || lists
        ? source.apply(path).filter(f -> header || words.near().matches(f.bytes()))
        : Optional.empty();
  }
}
