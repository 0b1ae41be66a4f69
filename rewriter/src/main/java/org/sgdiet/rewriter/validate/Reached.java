// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.List;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.runtime.machine.Lines;

/// What runs came by in the text before.
///
/// @param files of the program that ran
/// @param lines in runs in which the two versions were compared
/// @param mended in runs in which only the version before broke a rule: they tell of a rewrite that
///   is to end a misuse
record Reached(List<String> files, Lines lines, Lines mended) {

  static final Reached NOTHING = new Reached(List.of(), new Lines(), new Lines());

  Reached {
    files = List.copyOf(files);
  }

  /// Whether a run came by what a rewrite changes in a function, or where that is only an unmapping
  /// call, by the function.
  ///
  /// @param mends whether the rewrite is to end a misuse
  boolean by(Change change, boolean mends) {
    SourceFile file = change.function().file();
    return change.uses().isEmpty()
        ? by(file, change.function().function().body().span(), mends)
        : change.uses().stream().anyMatch(use -> by(file, use, mends));
  }

  private boolean by(SourceFile file, Span span, boolean mends) {
    int number = files.indexOf(file.path());
    int first = file.line(span.start());
    int last = file.line(span.end());
    return lines.any(number, first, last) || (mends && mended.any(number, first, last));
  }
}
