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

  /// Whether a run came by a part of a file.
  ///
  /// @param mends whether the rewrite is to end a misuse
  boolean by(SourceFile file, Span span, boolean mends) {
    int number = files.indexOf(file.path());
    int first = file.line(span.start());
    int last = file.line(span.end());
    return lines.any(number, first, last) || (mends && mended.any(number, first, last));
  }
}
