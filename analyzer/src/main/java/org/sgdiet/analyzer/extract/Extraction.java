// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.runtime.program.Program;

/// What came of an attempt to lift a function out of its C text.
public sealed interface Extraction {

  /// A program that can be run.
  ///
  /// @param partners the functions that undo the mapping, in the order the program calls them
  record Extracted(Program program, List<Partner> partners) implements Extraction {

    public Extracted {
      partners = List.copyOf(partners);
    }
  }

  /// No program, and why.
  ///
  /// @param path of the file that `span` counts in
  record Unsupported(String reason, String path, Span span) implements Extraction {}

  /// A function of the driver that takes part beside the one asked for.
  record Partner(String path, String function) {}
}
