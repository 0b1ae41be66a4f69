// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;

/// What is done with any bytes that lie in a tree as a C file: masked, parsed, and asked for facts
/// and findings. Called by the fuzzer.
public final class AnalyzerFuzz {

  private static final KernelApi API = KernelApi.builtIn();
  private static final Prefilter BRANCHES = new Prefilter(Set.of("sgl", "scatterlist"));

  private AnalyzerFuzz() {}

  /// Analyses one input. Whatever it throws is a bug.
  public static void fuzzerTestOneInput(byte[] bytes) {
    SourceFile file = new SourceFile("drivers/acme/acme.c", bytes);
    ParsedFile parsed = SyntaxReader.read(file);
    for (Slice slice : parsed.outline()) {
      inFile(slice.span(), file);
      parsed.items(slice).stream().map(Item::span).forEach(span -> inFile(span, file));
    }
    parsed.unsupported().forEach(u -> inFile(u.span(), file));
    Driver driver =
        new Driver(
            List.of(new DriverFile(parsed, BRANCHES)), new HeaderStructs(_ -> Optional.empty()));
    DriverFacts facts = new DriverFacts(driver, API);
    facts.sites().stream().map(Site::span).forEach(span -> inFile(span, file));
    Rules.findings(facts).forEach(f -> inFile(f.span(), file));
  }

  private static void inFile(Span span, SourceFile file) {
    if (span.end() > file.length()) {
      throw new IllegalStateException(span + " leads out of the file");
    }
  }
}
