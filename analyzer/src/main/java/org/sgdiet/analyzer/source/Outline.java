// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.util.ArrayList;
import java.util.List;

/// The top-level items of a file, found in one pass over its stripped bytes without parsing.
///
/// At file scope every branch of an `#if` group is read, since each holds whole items; inside an
/// item the first branch that can be compiled is read.
///
/// @param slices in file order, macros inside functions included
/// @param unsupported stretches where braces do not balance, or an item could not be delimited
public record Outline(List<Slice> slices, List<Unsupported> unsupported) {

  /// Scans a stripped file.
  public static Outline of(SourceFile file, StrippedText text, Conditionals conditionals) {
    OutlineScanner scanner = new OutlineScanner(file, text, conditionals);
    scanner.run();
    List<Slice> slices = new ArrayList<>(scanner.slices());
    slices.sort((a, b) -> Integer.compare(a.span().start(), b.span().start()));
    return new Outline(List.copyOf(slices), List.copyOf(scanner.unsupported()));
  }
}
